"""What worked before works after."""

import importlib
import io
import pathlib
import unittest
import warnings
from contextlib import redirect_stdout
from unittest import mock

from parcels import main
from parcels.desk.carriers import CountingCarrierFactory, DeskCarrierFactory
from parcels.errors import ParcelError, TooHeavy
from parcels.services import booking, cascade, degenerate, dotted, express, lazy, near, night, plugins, reprint, returns, starry


class Behaviour(unittest.TestCase):
    def test_booking(self):
        accepted, label, tracker = booking.book("p7", "van", 12)
        self.assertEqual((accepted, label), ("south-van:12", "parcel p7"))
        self.assertEqual(tracker.parcel, "p7")
        self.assertEqual(booking.maker().region, "north")

    def test_command(self):
        out = io.StringIO()
        with redirect_stdout(out):
            self.assertEqual(main.main(["p8", "truck", "20"]), 0)
        self.assertEqual(out.getvalue(), "south-truck:20 parcel p8 1\n")

    def test_too_heavy(self):
        with self.assertRaises(TooHeavy):
            booking.book("p9", "bike", 6)

    def test_unknown_carrier(self):
        with self.assertRaises(ParcelError):
            night.depot("ship")

    def test_the_night_run_keeps_its_own_rules(self):
        self.assertEqual(night.run(["van", "truck", "ship"]), [300, 12000, 0])

    def test_labels(self):
        self.assertEqual(near.try_label("p1"), "parcel p1")
        self.assertIsNone(near.try_label(""))
        self.assertEqual(lazy.label("p2"), "parcel p2")
        self.assertEqual(reprint.reprint("p3", 1), "parcel p3")
        self.assertEqual(returns.back("p4"), "parcel back p4")

    def test_small_services(self):
        self.assertEqual(degenerate.carry(3), "north-van:3")
        self.assertEqual(starry.region(), "north")
        self.assertEqual(dotted.limits()[0], dotted.limits()[1])
        self.assertEqual([carrier.code for carrier in express.hurry("van")], ["eil-van", "eil-van"])

    def test_wrappers(self):
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            self.assertEqual(DeskCarrierFactory("desk").create("van", timeout=3).timeout, 3)
        self.assertIn("CarrierFactory", str(said[0].message))
        self.assertEqual(pathlib.Path(said[0].filename).name, "test_behaviour.py")
        counting = CountingCarrierFactory()
        counting.create("van")
        self.assertEqual(counting.count, 1)

    def test_data_is_data(self):
        self.assertEqual(plugins.AUDITED[1], "parcels.legacy.carriers.CarrierFactory")
        self.assertIn("from parcels.legacy.carriers import CarrierFactory", plugins.RULES)


class Seams(unittest.TestCase):
    def test_patched_importer(self):
        with mock.patch("parcels.services.booking.create_label") as fake:
            fake.return_value.render.return_value = "fake"
            self.assertEqual(booking.book("p1", "van", 1)[1], "fake")

    def test_patched_cascade(self):
        with mock.patch("parcels.services.cascade.TrackerFactory", None):
            self.assertIsNone(cascade.open_tracker("p3"))

    def test_patched_module_attribute(self):
        with mock.patch("parcels.compat.tracking.TrackerFactory") as fake:
            booking.book("p4", "van", 1)
        fake.return_value.create.assert_called_once_with("p4")

    def test_patched_label_of_the_old_path(self):
        with mock.patch("parcels.legacy.labels.create_label") as fake:
            fake.return_value.text = "patched"
            self.assertEqual(near.try_label("p5"), "patched")

    def test_patched_method(self):
        with mock.patch("parcels.compat.carriers.CarrierFactory.create") as fake:
            degenerate.carry(4)
        fake.assert_called_once_with("van")

    def test_module_by_name(self):
        self.assertIs(plugins.load(), importlib.import_module("parcels.carriers.factory").CarrierFactory)
        self.assertIsNotNone(importlib.util.find_spec("parcels.compat.carriers"))


if __name__ == "__main__":
    unittest.main()
