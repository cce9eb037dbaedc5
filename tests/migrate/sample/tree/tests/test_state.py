"""What is registered through one path is known through the other."""

import unittest

from parcels import contracts
from parcels.compat.carriers import CarrierFactory
from parcels.depot.carriers import CarrierFactory as DepotFactory
from parcels.legacy.carriers import CarrierFactory as LegacyFactory
from parcels.services.cascade import open_tracker
from parcels.tracking.tracker import TrackerFactory


class State(unittest.TestCase):
    def tearDown(self):
        contracts.signed_by(CarrierFactory).clear()

    def test_legacy_contract_is_known_everywhere(self):
        LegacyFactory().sign("bike", "B-1")
        self.assertEqual(CarrierFactory().contract_of("bike"), "B-1")

    def test_contract_is_known_at_the_depot(self):
        CarrierFactory().sign("van", "V-1")
        self.assertEqual(DepotFactory().contract_of("van"), "V-1")

    def test_a_parcel_has_one_tracker(self):
        self.assertIs(open_tracker("p1"), TrackerFactory().create("p1"))
