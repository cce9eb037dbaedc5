import unittest

from shop.baskets import BasketFactory


class Base(unittest.TestCase):
    note = None

    @classmethod
    def setUpClass(cls):
        cls.users = ["anna", "ben"]

    def setUp(self):
        self.factory = BasketFactory()
        self.note = "of the base"


class CallsTheOther(Base):
    def setUp(self):
        super().setUp()
        self.user = "anna"

    def test_it(self):
        self.assertEqual(self.factory.create(self.user).items, [])


class CallsItByName(Base):
    @classmethod
    def setUpClass(cls):
        Base.setUpClass()

    def test_it(self):
        self.assertEqual(self.factory.create(self.users[0]).items, [])


class MakesItAgain(Base):
    def setUp(self):
        self.factory = BasketFactory()

    def test_it(self):
        self.assertEqual(self.factory.create("anna").items, [])


class NeedsNothingOfIt(Base):
    def setUp(self):
        self.user = "anna"

    def test_it(self):
        self.assertEqual(BasketFactory().create(self.user).items, [])
        self.assertIsNone(self.note)


class MakesItWhereItIsNeeded(Base):
    def setUp(self):
        self.start()

    def start(self):
        self.factory = BasketFactory()

    def test_it(self):
        self.assertEqual(self.factory.create("anna").items, [])


class Outside(Base):
    def setUp(self):
        prepare(self)

    def test_it(self):
        self.assertEqual(self.factory.create("anna").items, [])


def prepare(test):
    test.factory = BasketFactory()
