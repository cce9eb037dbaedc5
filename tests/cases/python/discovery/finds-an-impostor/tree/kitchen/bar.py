from kitchen.consolidated import OrderFactory


def serve(order):
    return OrderFactory().add_bread(order)
