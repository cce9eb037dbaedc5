from .b import Factory as CoinFactory
