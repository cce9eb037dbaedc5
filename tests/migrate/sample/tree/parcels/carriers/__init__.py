"""Who carries parcels."""

from .carrier import Carrier
from .factory import CarrierFactory

__all__ = ["Carrier", "CarrierFactory"]
