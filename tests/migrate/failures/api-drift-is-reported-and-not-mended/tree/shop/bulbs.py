"""An honest redirect."""

from shop.lamps import LampFactory

__all__ = ["LampFactory"]
