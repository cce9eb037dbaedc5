"""A path to a path."""

from .carriers import CarrierFactory
from .carriers import get_carrier_factory as carrier_factory

__all__ = ["CarrierFactory", "carrier_factory"]
