from post.stamps import StampMaker


def gift():
    return StampMaker.create_pair(1)
