from .coin_factory import CoinFactory
from . import coins
