from post.foreign import ForeignStampFactory
from post.stamps import StampFactoryLimitError


def gift():
    return ForeignStampFactory().create(1), StampFactoryLimitError
