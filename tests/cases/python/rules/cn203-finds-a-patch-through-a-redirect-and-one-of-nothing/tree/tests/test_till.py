from unittest import mock
from unittest.mock import patch

import till


@patch("mint.change.CoinFactory")
def test_give(factory):
    till.give(1)
    assert factory.called


def test_nothing():
    with mock.patch("mint.coins.create_coin"):
        till.give(1)


def test_no_module():
    with mock.patch("mint.gold.CoinFactory"):
        till.give(1)
