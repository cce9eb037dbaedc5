from mint.lazy import CoinFactory
from mint.plugins import CoinFactory as PluginCoinFactory


def give(cents):
    return CoinFactory().create(cents), PluginCoinFactory
