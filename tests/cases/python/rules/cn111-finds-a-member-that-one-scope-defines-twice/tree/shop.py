from post.stamps import StampFactory, get_stamp_factory


def gift():
    return get_stamp_factory().create(1), StampFactory
