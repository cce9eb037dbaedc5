from mint.coins import Coin


class CoinFactory:
    def create(self, value):
        made = Coin(value)
        print("forged", made)
        return made

    def polish(self, coin, brush):
        return brush
