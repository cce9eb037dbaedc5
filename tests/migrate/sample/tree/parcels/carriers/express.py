"""The name that the express desk uses."""

from parcels.carriers.factory import CarrierFactory


class ExpressCarrierFactory(CarrierFactory):
    """Kept for the express desk."""


FastCarrierFactory = CarrierFactory
