import mint.coins
from mint.coins import CoinFactory


def give(cents):
    return CoinFactory().create(cents), mint.coins
