import shop.baskets as place


def make():
    return place.BasketFactory()


def test_by_fixture(baskets):
    assert baskets.create("anna").user_id == "anna"
    baskets.close()


def test_by_helper_of_two_users_in_isolation():
    assert make().create_gift("anna", "ben").items
