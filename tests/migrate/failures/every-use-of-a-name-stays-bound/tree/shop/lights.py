"""The old path, under the old name."""

from shop.lamps import LampFactory, get_lamp_factory

OldLampFactory = LampFactory

__all__ = ["LampFactory", "OldLampFactory", "get_lamp_factory"]
