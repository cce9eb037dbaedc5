"""An object as a default is made once, when the function is defined."""


class Basket:
    def __init__(self):
        self.items = []

    def put(self, item):
        self.items.append(item)


class ShelfFactory:
    def create(self, item, basket=Basket()):
        basket.put(item)
        return basket
