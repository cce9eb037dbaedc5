class Coin:
    def __init__(self, cents):
        self.cents = cents


class CoinFactory:
    def create(self, cents):
        return Coin(cents)
