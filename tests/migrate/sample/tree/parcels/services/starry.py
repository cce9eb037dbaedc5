"""Takes everything, uses two."""

from parcels.compat.carriers import *


def region():
    return get_carrier_factory().region


def make():
    return CarrierFactory("star")