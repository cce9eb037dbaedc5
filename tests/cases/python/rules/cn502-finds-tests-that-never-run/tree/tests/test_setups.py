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


class Base(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.users = ["anna", "ben"]

    def setUp(self):
        self.factory = BasketFactory()
        self.note = None


class HidesTheSetUp(Base):
    def setUp(self):
        self.user = "anna"

    def test_it(self):
        self.assertEqual(self.factory.create(self.user).items, [])


class HidesTheSetUpOfItsClass(Base):
    @classmethod
    def setUpClass(cls):
        cls.gifts = 0

    def test_it(self):
        self.assertEqual(BasketFactory().create(self.users[0]).items, [])


class DerivesFromOneThatHides(HidesTheSetUp):
    def test_more(self):
        self.assertEqual(BasketFactory().create(self.user).items, [])
