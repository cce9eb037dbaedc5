class Order:
    def __init__(self, table):
        self.table = table


class KitchenOrderFactory:
    def create(self, table):
        return Order(table)


_factory = None


def get_kitchen_order_factory():
    global _factory
    if _factory is None:
        _factory = KitchenOrderFactory()
    return _factory
