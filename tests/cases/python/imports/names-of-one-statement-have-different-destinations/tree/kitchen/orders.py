class Order:
    pass


class OrderFactory:
    def create(self):
        return Order()
