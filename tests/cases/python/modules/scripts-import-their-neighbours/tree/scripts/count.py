from common import CoinFactory
import common
