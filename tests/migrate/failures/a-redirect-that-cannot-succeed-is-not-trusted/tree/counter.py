"""Goes through the one that works."""

from shop.bulbs import LampFactory, get_lamp_factory


def sell(watt):
    return LampFactory().create(watt).watt, get_lamp_factory().voltage
