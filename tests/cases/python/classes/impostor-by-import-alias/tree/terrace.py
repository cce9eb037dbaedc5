from kitchen.orders import OrderFactory


def factory():
    return OrderFactory()
