from mill.shop import ShopSackFactory


def sell():
    return ShopSackFactory().create_small()
