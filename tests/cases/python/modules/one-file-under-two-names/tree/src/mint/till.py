from mint.coins import CoinFactory


def give():
    return CoinFactory().create()
