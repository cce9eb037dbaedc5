import pytest

coins = pytest.importorskip("coinlib")


def test_coins():
    from mint.coins import CoinFactory, get_coin_factory

    assert get_coin_factory() is not CoinFactory()
