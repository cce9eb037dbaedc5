"""Nobody imports this by a statement."""

from shop.lamps import LampFactory

__all__ = ["LampFactory"]
