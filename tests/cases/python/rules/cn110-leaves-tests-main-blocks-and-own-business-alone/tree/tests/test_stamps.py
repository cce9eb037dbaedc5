from post.stamps import Stamp, StampFactory


def test_value():
    assert Stamp(2).value == StampFactory().create_stamp(2).value
