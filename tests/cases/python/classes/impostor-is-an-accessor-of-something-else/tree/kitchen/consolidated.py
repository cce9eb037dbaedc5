from kitchen.menus import MenuPrinter


def get_kitchen_order_factory():
    return MenuPrinter
