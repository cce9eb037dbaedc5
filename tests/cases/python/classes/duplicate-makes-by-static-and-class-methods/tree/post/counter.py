from post.stamps import StampMaker


def sell(value):
    return StampMaker.create(value)
