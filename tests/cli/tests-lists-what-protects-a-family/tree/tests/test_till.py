import pytest

from shop.old import BasketFactory


@pytest.fixture
def baskets():
    return BasketFactory()


def test_till_has_baskets(baskets):
    assert baskets.create("anna").items == []
