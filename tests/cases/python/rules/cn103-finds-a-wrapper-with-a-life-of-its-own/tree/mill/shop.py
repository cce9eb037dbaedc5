from mill.flour import SackFactory


class SackFactory2:
    pass


class ShopSackFactory:
    def __init__(self):
        self._sacks = SackFactory()

    def create(self, kilos):
        return self._sacks.create(kilos)

    def create_small(self):
        sack = self._sacks.create_small()
        sack.label = "shop"
        sack.price = 3
        return sack
