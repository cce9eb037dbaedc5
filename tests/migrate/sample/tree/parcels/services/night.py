"""The night run."""

from parcels.batch.carriers import CarrierFactory as NightFactory
from parcels.depot.carriers import CarrierFactory as DepotFactory


def run(codes):
    factory = NightFactory()
    return [factory.create(code).limit for code in codes]


def depot(code):
    return DepotFactory("depot").create(code)
