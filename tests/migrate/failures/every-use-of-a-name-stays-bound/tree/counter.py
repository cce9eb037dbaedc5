"""Takes it under the name that it has."""

from shop.lights import LampFactory


def sell(watt):
    return LampFactory().create(watt).watt
