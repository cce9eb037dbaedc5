from shop.baskets import BasketFactory


def test_a_basket_is_made():
    assert BasketFactory().create("anna").user_id == "anna"
