"""The old path."""

from shop.lamps import LampFactory, get_lamp_factory

__all__ = ["LampFactory", "get_lamp_factory"]
