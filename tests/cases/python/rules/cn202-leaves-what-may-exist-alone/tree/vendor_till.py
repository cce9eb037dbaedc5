from coinlib.factories import CoinFactory


def give(cents):
    return CoinFactory(cents)
