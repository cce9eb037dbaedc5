"""A redirect that hands on the global's value of this moment."""

from shop.lamps import LampFactory, _shared, configure_lamp_factory, get_lamp_factory

__all__ = ["LampFactory", "configure_lamp_factory", "get_lamp_factory"]
