"""Carriers of the night run: an older copy that went its own way."""

from parcels.carriers.carrier import Carrier


class CarrierFactory:
    """Makes carriers; knows no contracts, and never says no."""

    limits = {"van": 300, "truck": 12000}

    def __init__(self, region="night"):
        self.region = region

    def create(self, code):
        try:
            return Carrier(f"{self.region}-{code}", self.limits[code])
        except KeyError:
            return Carrier(f"{self.region}-none", 0)
