from kitchen.consolidated import OrderFactory


def factory():
    return OrderFactory()
