"""Lamps and who makes them."""


class Lamp:
    def __init__(self, watt):
        self.watt = watt


class LampFactory:
    """Makes lamps."""

    voltage = 230

    def create(self, watt):
        return Lamp(watt)


_shared = None


def get_lamp_factory():
    global _shared
    if _shared is None:
        _shared = LampFactory()
    return _shared


def configure_lamp_factory(factory):
    global _shared
    _shared = factory
