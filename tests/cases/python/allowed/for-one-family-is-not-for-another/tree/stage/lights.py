from stage.curtains import CurtainFactory
from stage.lamps import LampFactory

__all__ = ["CurtainFactory", "LampFactory"]
