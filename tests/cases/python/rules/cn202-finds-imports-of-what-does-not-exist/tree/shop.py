try:
    from mint.coins.factory import CoinFactory
except ImportError:
    CoinFactory = None
