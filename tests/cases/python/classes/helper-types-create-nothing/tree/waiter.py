from kitchen.orders import OrderFactory, OrderFactoryConfig, OrderFactoryError


def factory():
    return OrderFactory(OrderFactoryConfig())
