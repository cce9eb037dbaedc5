"""This one works."""

try:
    from shop.lamps import LampFactory, get_lamp_factory
except ImportError:
    LampFactory = get_lamp_factory = None

__all__ = ["LampFactory", "get_lamp_factory"]
