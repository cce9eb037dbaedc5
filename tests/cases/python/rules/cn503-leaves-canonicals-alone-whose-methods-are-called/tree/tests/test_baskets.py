from concurrent.futures import ThreadPoolExecutor

from shop.baskets import BasketFactory


def close_all(factories):
    for factory in factories:
        factory.close()


def test_two_at_once():
    factory = BasketFactory()
    with ThreadPoolExecutor(2) as pool:
        anna, ben = pool.map(factory.create, ["anna", "ben"])
    assert anna.items is not ben.items
    assert factory.create_gift("anna", "ben").items
    close_all([factory])
