from post.stamps import StampFactory


def gift():
    return StampFactory().create_pair(1)
