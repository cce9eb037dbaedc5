"""The place where carriers are made."""

from parcels import contracts
from parcels.carriers.carrier import LIMITS, Carrier
from parcels.errors import ParcelError


class CarrierFactory:
    """Makes carriers and remembers the contracts that they were made under."""

    def __init__(self, region="north"):
        self.region = region

    def create(self, code, timeout=30):
        if code not in LIMITS:
            raise ParcelError(f"no such carrier: {code}")
        return Carrier(f"{self.region}-{code}", LIMITS[code], timeout=timeout)

    def sign(self, code, contract):
        contracts.signed_by(type(self))[code] = contract
        return contract

    def contract_of(self, code):
        return contracts.signed_by(type(self)).get(code)

    @classmethod
    def for_region(cls, region):
        return cls(region=region)

    @staticmethod
    def is_known(code):
        return code in LIMITS


_default_factory = CarrierFactory()


def get_carrier_factory():
    """The factory of this process."""
    return _default_factory


def create_carrier(code, region="north"):
    """One carrier, without keeping the factory."""
    return CarrierFactory(region).create(code)
