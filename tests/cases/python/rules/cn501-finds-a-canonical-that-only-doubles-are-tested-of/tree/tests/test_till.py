from unittest.mock import MagicMock, patch

from shop.baskets import BasketFactory


def test_till_makes_a_basket():
    factory = MagicMock(spec=BasketFactory)
    factory.create("anna")
    factory.create.assert_called_once()


@patch("shop.baskets.BasketFactory")
def test_till_is_opened(factory):
    assert factory.called is False
