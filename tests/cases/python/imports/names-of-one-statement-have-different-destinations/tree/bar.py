from kitchen.api import Menu, OrderFactory, Table, Waiter


def serve():
    return Menu, OrderFactory().create(), Table, Waiter
