import unittest

import pytest

from shop.baskets import BasketFactory


class Base(unittest.TestCase):
    note = None

    @classmethod
    def setUpClass(cls):
        cls.users = ["anna", "ben"]

    def setUp(self):
        self.factory = BasketFactory()
        self.note = "of the base"


class SetsByName(Base):
    def setUp(self):
        for name, value in {"factory": BasketFactory()}.items():
            setattr(self, name, value)

    def test_it(self):
        self.assertEqual(self.factory.create("anna").items, [])


@pytest.mark.usefixtures("with_factory")
class AsksForAFixture(Base):
    def setUp(self):
        self.user = "anna"

    def test_it(self):
        self.assertEqual(self.factory.create(self.user).items, [])
