"""Orders of the kitchen."""


class Order:
    def __init__(self, table, dishes):
        self.table = table
        self.dishes = dishes


class OrderFactory:
    def __init__(self, menu):
        self.menu = menu

    def create_order(self, table, names):
        return Order(table, [self.menu[name] for name in names])
