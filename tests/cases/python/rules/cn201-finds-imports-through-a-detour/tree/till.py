from mint.change import CoinFactory, get_coin_factory


def give(cents):
    return get_coin_factory(), CoinFactory().create(cents)
