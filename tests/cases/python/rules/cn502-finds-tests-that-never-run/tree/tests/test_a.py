from shop.baskets import BasketFactory


def test_it():
    assert BasketFactory().create("anna").items == []
