"""Deprecated: use mint.coins."""
from mint.coins import CoinFactory, get_coin_factory
