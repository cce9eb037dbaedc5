import unittest

from kitchen.orders import OrderFactory


class TestOrderFactory(unittest.TestCase):
    def test_table(self):
        self.assertEqual(OrderFactory().create(3).table, 3)


class TestOrderFactoryWithoutMenu:
    def test_table(self):
        assert OrderFactory().create(4).table == 4
