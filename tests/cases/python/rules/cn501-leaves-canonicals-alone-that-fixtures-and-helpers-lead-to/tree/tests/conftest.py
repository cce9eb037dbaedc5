import pytest

from shop.baskets import BasketFactory


@pytest.fixture
def baskets():
    return BasketFactory()
