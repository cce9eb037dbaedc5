"""How the desk reaches the factory."""

import warnings

from parcels.carriers.factory import CarrierFactory


class DeskCarrierFactory:
    """Only hands on."""

    def __init__(self, region="north"):
        warnings.warn("use parcels.carriers.factory.CarrierFactory", DeprecationWarning, stacklevel=2)
        self._inner = CarrierFactory(region)

    def create(self, code, timeout=30):
        return self._inner.create(code, timeout=timeout)

    def sign(self, code, contract):
        return self._inner.sign(code, contract)


class CountingCarrierFactory:
    """Hands on and counts: it has a job of its own."""

    def __init__(self):
        self._inner = CarrierFactory()
        self.count = 0

    def create(self, code, timeout=30):
        self.count += 1
        return self._inner.create(code, timeout=timeout)
