from mint.coin_factory import CoinFactory


def give(cents):
    return CoinFactory().create(cents)
