from mint.coins import *


def give(cents):
    return CoinFactory().create(cents)
