from kitchen.api import TABLES, OrderFactory, Order


def serve():
    return TABLES, OrderFactory().create(), Order
