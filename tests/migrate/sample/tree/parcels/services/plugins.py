"""Finds factories by their names."""

import importlib

# Data: what the audit of last year listed. Nobody imports by it.
AUDITED = ["parcels.compat.carriers.CarrierFactory", "parcels.legacy.carriers.CarrierFactory"]
RULES = {"from parcels.legacy.carriers import CarrierFactory": "from parcels.carriers.factory import CarrierFactory"}


def load():
    return importlib.import_module("parcels.compat.carriers").CarrierFactory
