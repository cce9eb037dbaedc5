"""Objects as defaults that nothing changes, or that are only read."""


class Size:
    def __init__(self):
        self.width = 3


class Basket:
    def __init__(self):
        self.items = []

    def put(self, item):
        self.items.append(item)


def shared_basket():
    return Basket()


class ShelfFactory:
    def create(self, size=Size()):
        return size

    def count(self, basket=Basket()):
        return len(basket.items)
