"""An ordinary importer."""

from shop.bulbs import LampFactory


def sell(watt):
    return LampFactory().create(watt).watt
