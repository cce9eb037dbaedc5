class CoinFactory:
    pass


class Mint:
    pass
