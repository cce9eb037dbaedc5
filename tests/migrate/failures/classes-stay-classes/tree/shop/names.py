"""Another name by an empty subclass."""

from shop.lamps import LampFactory


class NightLampFactory(LampFactory):
    """The night's name."""
