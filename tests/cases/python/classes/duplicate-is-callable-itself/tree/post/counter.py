from post.stamps import StampFactory


def sell(value):
    return StampFactory().create(value)
