class OrderFactory:
    pass


class Order:
    pass


TABLES = 9
