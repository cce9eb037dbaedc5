from mint.purse import CoinFactory


def give(cents):
    return CoinFactory().create(cents)
