from kitchen.orders import OrderFactory


def serve(table):
    return OrderFactory().create(table)
