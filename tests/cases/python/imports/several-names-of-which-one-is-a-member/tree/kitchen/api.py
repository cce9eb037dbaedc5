"""Deprecated: use kitchen.orders."""
from kitchen.orders import TABLES, Order, OrderFactory

__all__ = ["TABLES", "Order", "OrderFactory"]
