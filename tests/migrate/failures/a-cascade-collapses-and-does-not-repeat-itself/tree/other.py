"""Not of the family: stays as it is."""

try:
    import tomllib
except ImportError:
    tomllib = None

try:
    import shop.nothing as nothing
except ImportError:
    nothing = None

from shop.lights import LampFactory


def fact():
    return nothing, tomllib is None, LampFactory.voltage
