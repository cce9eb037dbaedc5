"""Two arms, both astray."""

try:
    from shop.lights import LampFactory
except ImportError:
    from shop.bulbs import LampFactory


def fact():
    return LampFactory().create(2).watt
