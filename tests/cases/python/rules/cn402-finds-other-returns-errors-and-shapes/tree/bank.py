from mint.coins import CoinFactory

CoinFactory().find(1)
