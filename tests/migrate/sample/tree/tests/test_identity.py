"""One factory, whatever the path."""

import unittest

from parcels.carriers import CarrierFactory
from parcels.carriers.express import ExpressCarrierFactory, FastCarrierFactory
from parcels.compat.carriers import CarrierFactory as Compat
from parcels.compat.chain import CarrierFactory as Chain
from parcels.compat.guarded import CarrierFactory as Guarded
from parcels.compat.lazy import CarrierFactory as Lazy
from parcels.depot import carriers as depot
from parcels.labels.make import create_label
from parcels.legacy import carriers as legacy
from parcels.legacy import labels as legacy_labels
from parcels.services import near


class Identity(unittest.TestCase):
    def test_shims_hand_on_the_canonical(self):
        for path in (Compat, Chain, Guarded, Lazy, FastCarrierFactory):
            self.assertIs(path, CarrierFactory)

    def test_legacy_is_the_canonical(self):
        self.assertIs(legacy.CarrierFactory, CarrierFactory)

    def test_depot_is_the_canonical(self):
        self.assertIs(depot.CarrierFactory, CarrierFactory)

    def test_express_is_the_canonical(self):
        self.assertIs(ExpressCarrierFactory, CarrierFactory)

    def test_labels_come_from_one_place(self):
        self.assertIs(legacy_labels.create_label, create_label)

    def test_importers_agree(self):
        self.assertIs(*near.both())


if __name__ == "__main__":
    unittest.main()
