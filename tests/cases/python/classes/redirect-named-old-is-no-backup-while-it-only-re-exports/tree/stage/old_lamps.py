"""Deprecated: use stage.lamps."""
from stage.lamps import LampFactory

__all__ = ["LampFactory"]
