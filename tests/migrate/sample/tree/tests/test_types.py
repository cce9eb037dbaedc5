"""isinstance works across paths."""

import unittest

from parcels.carriers.express import ExpressCarrierFactory
from parcels.carriers.factory import CarrierFactory, get_carrier_factory
from parcels.legacy.carriers import CarrierFactory as LegacyFactory
from parcels.services import private
from parcels.services.lazy import Desk, quote
from parcels.services.starry import make


class Types(unittest.TestCase):
    def test_legacy_factory_is_a_factory(self):
        self.assertIsInstance(LegacyFactory(), CarrierFactory)

    def test_factory_is_a_legacy_factory(self):
        self.assertIsInstance(get_carrier_factory(), LegacyFactory)

    def test_factory_is_an_express_factory(self):
        self.assertIsInstance(CarrierFactory(), ExpressCarrierFactory)

    def test_shims_agree(self):
        self.assertIsInstance(make(), CarrierFactory)
        self.assertTrue(private.is_default(get_carrier_factory()))
        self.assertEqual(quote("bike"), 5)
        self.assertEqual(Desk().open("van").code, "desk-van")
