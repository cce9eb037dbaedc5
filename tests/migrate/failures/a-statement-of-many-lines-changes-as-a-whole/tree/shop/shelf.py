"""Something else that is imported beside it."""

from shop.lamps import LampFactory

WIDTH = 4

__all__ = ["LampFactory", "WIDTH"]
