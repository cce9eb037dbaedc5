from coins.mint import CoinFactory
