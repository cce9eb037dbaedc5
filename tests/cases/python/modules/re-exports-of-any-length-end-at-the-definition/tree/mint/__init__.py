from mint.a import CoinFactory
