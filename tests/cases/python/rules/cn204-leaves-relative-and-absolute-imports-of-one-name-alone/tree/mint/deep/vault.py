from ..coins import CoinFactory


def give(cents):
    return CoinFactory().create(cents)
