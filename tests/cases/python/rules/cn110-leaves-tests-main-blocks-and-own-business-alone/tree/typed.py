from post.stamps import Stamp


def value_of(stamp: Stamp) -> int:
    assert isinstance(stamp, Stamp)
    return stamp.value


class RareStamp(Stamp):
    pass
