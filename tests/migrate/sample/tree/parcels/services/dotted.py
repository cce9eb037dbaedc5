"""Spells the whole path."""

import parcels.legacy.carriers
import parcels.compat.guarded


def limits():
    return parcels.legacy.carriers.CarrierFactory.is_known("van"), parcels.compat.guarded.CarrierFactory.is_known("van")
