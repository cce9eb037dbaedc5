import unittest

from shop.baskets import BasketFactory


class Awaited(unittest.TestCase):
    async def setUp(self):
        self.factory = BasketFactory()

    def test_it(self):
        self.assertEqual(self.factory.create("anna").items, [])


class Misspelt(unittest.TestCase):
    def setup(self):
        self.factory = BasketFactory()

    def test_it(self):
        self.assertEqual(self.factory.create("anna").items, [])


class TestNoTestCase:
    def setUp(self):
        self.factory = BasketFactory()

    def test_it(self):
        assert self.factory.create("anna").items == []


class NotIsolated(unittest.TestCase):
    async def asyncSetUp(self):
        self.factory = BasketFactory()

    def test_it(self):
        self.assertEqual(BasketFactory().create("anna").items, [])


class TestWithoutBase:
    def test_it(self):
        self.assertEqual(BasketFactory().create("anna").items, [])


class NoSuchHelper(unittest.TestCase):
    def test_it(self):
        self.assertEqual(self.make_basket(BasketFactory()).items, [])
