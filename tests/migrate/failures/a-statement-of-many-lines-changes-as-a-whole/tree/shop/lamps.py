"""Lamps and who makes them."""


class Lamp:
    def __init__(self, watt):
        self.watt = watt


class LampFactory:
    """Makes lamps."""

    voltage = 230

    def create(self, watt):
        return Lamp(watt)


_shared = LampFactory()


def get_lamp_factory():
    return _shared


WATTS = (3, 5)
