"""Takes everything."""

from shop.lights import *


def fact():
    return LampFactory().create(1).watt, HALOGEN, describe_all(), json.dumps(1)
