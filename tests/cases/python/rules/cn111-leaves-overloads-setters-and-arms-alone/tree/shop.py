from post.stamps import StampFactory, create_stamp, get_stamp_factory


def gift():
    return create_stamp(1), get_stamp_factory(), StampFactory
