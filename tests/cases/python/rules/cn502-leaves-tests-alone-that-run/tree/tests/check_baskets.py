import unittest

import pytest

from shop.baskets import BasketFactory
from tests.base import Base


def test_has_a_name_of_the_configuration():
    assert BasketFactory().create("anna").items == []


@pytest.mark.xfail
def test_strict_by_configuration():
    assert BasketFactory().create("anna").items


try:
    import numpy
except ImportError:

    def test_one_of_two():
        assert BasketFactory().create("anna").items == []

else:

    def test_one_of_two():
        assert BasketFactory().create("ben").items == []


def test_calls_what_it_defines():
    def test_each(user):
        assert BasketFactory().create(user).user_id == user

    for user in ("anna", "ben"):
        test_each(user)


class TestConfig:
    __test__ = False

    def __init__(self):
        self.factory = BasketFactory()

    def test_value(self):
        return self.factory


class BasketTests(Base, unittest.TestCase):
    def __init__(self, *args):
        super().__init__(*args)
        self.factory = BasketFactory()

    def test_inherits(self):
        self.assertEqual(self.make(self.factory).items, [])
        self.assert_basket(self.make(self.factory))

    @property
    def setup(self):
        return BasketFactory


class TestAwaited(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.factory = BasketFactory()

    async def test_it(self):
        self.assertEqual(self.factory.create("anna").items, [])


class TestPlain:
    def setup_method(self):
        self.factory = BasketFactory()
        self.later: list = []
        self.first, self.second = self.factory.create, self.factory.close

    @pytest.fixture(autouse=True)
    def setUp(self):
        yield

    def test_it(self):
        assert self.first("anna").items == self.later
        self.second()


class TestDynamic:
    def __getattr__(self, name):
        return getattr(BasketFactory(), name)

    def test_it(self):
        assert self.create("anna").items == []


class TestCalledByTheBase(Base):
    def prepare(self):
        self.factory = BasketFactory()

    def setup_method(self):
        self.setUp()

    def setUp(self):
        self.prepare()

    def test_it(self):
        assert self.make(self.factory).items == []
