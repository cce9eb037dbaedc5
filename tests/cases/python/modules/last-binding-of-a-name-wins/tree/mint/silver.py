class CoinFactory:
    pass


CoinFactory = CoinFactory


def CoinFactory():
    return 1
