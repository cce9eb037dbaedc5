# -*- coding: latin-1 -*-
"""Der Eilschalter, grün."""

from parcels.carriers.express import ExpressCarrierFactory
from parcels.carriers.express import FastCarrierFactory


def hurry(code):
    # grüße
    return ExpressCarrierFactory("eil").create(code), FastCarrierFactory("eil").create(code)
