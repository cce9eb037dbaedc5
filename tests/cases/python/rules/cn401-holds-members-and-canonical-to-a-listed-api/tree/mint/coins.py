class Coin:
    def __init__(self, value):
        self.value = value


class CoinFactory:
    def create(self, value):
        return Coin(value)

    def melt(self, coin):
        return coin.value

    def polish(self, coin):
        return coin
