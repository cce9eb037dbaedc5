from mint.coins import CoinFactory

Maker = Alias = CoinFactory
