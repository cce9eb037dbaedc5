from kitchen.orders import OrderFactory


def take(menu, table, names):
    return OrderFactory(menu).create_order(table, names)
