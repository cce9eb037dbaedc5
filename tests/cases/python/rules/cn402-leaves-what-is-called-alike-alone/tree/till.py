from mint.coins import CoinFactory

CoinFactory().create(1)
