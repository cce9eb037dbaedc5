from mint import CoinFactory
from mint.coins import get_coin_factory


def give(cents):
    return get_coin_factory().create(cents), CoinFactory
