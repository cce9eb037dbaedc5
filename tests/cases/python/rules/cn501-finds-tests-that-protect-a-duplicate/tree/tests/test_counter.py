from shop.counter import BasketFactory


def test_counter_makes_a_basket():
    assert BasketFactory().create("anna").user_id == "anna"


def test_counter_gives():
    assert BasketFactory().create_gift("anna", "ben").items
