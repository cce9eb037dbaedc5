"""The old path: shop.lights.LampFactory. Use `from shop.lamps import LampFactory`."""

from shop.lamps import LampFactory, get_lamp_factory

__all__ = ["LampFactory", "get_lamp_factory"]
