"""Takes both."""

from shop.bulbs import LampFactory, get_lamp_factory
from shop.lights import LampFactory as Other


def fact():
    return LampFactory().create(1).watt, Other().create(2).watt, get_lamp_factory().voltage
