from mint.silver import CoinFactory


class CoinFactory:
    pass


del CoinFactory
