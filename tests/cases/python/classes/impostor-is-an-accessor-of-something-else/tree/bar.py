from kitchen.consolidated import get_kitchen_order_factory


def factory():
    return get_kitchen_order_factory()
