from dataclasses import dataclass


class Order:
    def __init__(self, table):
        self.table = table


class OrderFactoryError(Exception):
    pass


class OrderFactoryClosedError(OrderFactoryError):
    pass


@dataclass
class OrderFactoryConfig:
    tables: int = 10


class OrderFactory:
    def __init__(self, config: OrderFactoryConfig):
        self.config = config

    def create(self, table):
        if table >= self.config.tables:
            raise OrderFactoryError(table)
        return Order(table)
