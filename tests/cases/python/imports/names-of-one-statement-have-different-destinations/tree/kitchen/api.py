from kitchen.menus import Menu
from kitchen.orders import OrderFactory

__all__ = ["Menu", "OrderFactory", "Table"]


class Table:
    pass
