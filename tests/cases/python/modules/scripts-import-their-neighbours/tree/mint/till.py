from common import CoinFactory
