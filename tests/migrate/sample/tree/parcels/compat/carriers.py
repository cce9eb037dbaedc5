"""Old path of the carriers."""

from parcels.carriers.factory import CarrierFactory, _default_factory, get_carrier_factory  # noqa: F401

__all__ = ["CarrierFactory", "get_carrier_factory"]
