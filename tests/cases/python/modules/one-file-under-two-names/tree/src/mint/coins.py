class Coin:
    pass


class CoinFactory:
    def create(self):
        return Coin()
