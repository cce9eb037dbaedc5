from shop.baskets import BasketFactory


def open_till():
    return BasketFactory()
