from stage.lamps import LampFactory

__all__ = ["LampFactory"]
