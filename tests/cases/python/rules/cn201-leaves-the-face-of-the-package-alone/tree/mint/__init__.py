from mint.coins import CoinFactory, get_coin_factory
