from post.stamps import StampFactory


def gift():
    return StampFactory().create(1)
