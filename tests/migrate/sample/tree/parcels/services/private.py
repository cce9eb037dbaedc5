"""Knows what it should not know."""

from parcels.compat.carriers import \
    CarrierFactory, _default_factory


def is_default(factory):
    return factory is _default_factory and isinstance(factory, CarrierFactory)
