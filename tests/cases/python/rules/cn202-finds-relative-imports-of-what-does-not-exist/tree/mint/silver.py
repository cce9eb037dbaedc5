def give(cents):
    from .gold_coins import CoinFactory, get_coin_factory

    return CoinFactory().create(cents), get_coin_factory
