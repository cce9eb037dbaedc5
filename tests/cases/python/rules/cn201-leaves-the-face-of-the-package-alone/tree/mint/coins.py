class Coin:
    def __init__(self, cents):
        self.cents = cents


class CoinFactory:
    def create(self, cents):
        return Coin(cents)


_factory = None


def get_coin_factory():
    global _factory
    if _factory is None:
        _factory = CoinFactory()
    return _factory
