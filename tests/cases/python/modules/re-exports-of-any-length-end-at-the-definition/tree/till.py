from mint import CoinFactory
