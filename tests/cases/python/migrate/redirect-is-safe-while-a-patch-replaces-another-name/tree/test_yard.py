from unittest import mock

from shop import shelf


def test_it_is_full():
    with mock.patch("shop.shelf.LIMIT", 0):
        assert shelf.is_full(["hoe"])
