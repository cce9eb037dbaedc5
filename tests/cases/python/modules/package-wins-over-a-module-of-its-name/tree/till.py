from mint.coins import CoinFactory, WrongFactory
