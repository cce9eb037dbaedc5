from unittest import mock

import yard


def test_hoe():
    with mock.patch("shop.shelf.Tool") as tool:
        yard.hoe()
    tool.assert_called_once_with("hoe", 3)
