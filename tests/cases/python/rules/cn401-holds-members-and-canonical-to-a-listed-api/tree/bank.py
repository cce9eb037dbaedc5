from mint.coins import CoinFactory

CoinFactory().melt(1)
