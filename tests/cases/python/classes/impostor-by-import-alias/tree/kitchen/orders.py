class Order:
    def __init__(self, table):
        self.table = table


class OrderFactory:
    def create(self, table):
        return Order(table)
