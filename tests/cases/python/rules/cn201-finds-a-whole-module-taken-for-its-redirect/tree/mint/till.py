import mint.change
from mint import change
import mint.coins as coins


def give(cents):
    return mint.change.CoinFactory().create(cents), change.CoinFactory, coins.CoinFactory
