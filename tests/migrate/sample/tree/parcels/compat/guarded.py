"""Old path that had to work without the carriers installed."""

try:
    from parcels.carriers.factory import CarrierFactory, create_carrier
except ImportError:

    class CarrierFactory:
        """Only says that there is nothing."""

        def create(self, code, timeout=30):
            raise RuntimeError("carriers are not installed")

    def create_carrier(code, region="north"):
        raise RuntimeError("carriers are not installed")


__all__ = ["CarrierFactory", "create_carrier"]