from unittest.mock import patch

import till


@patch("till.CoinFactory")
@patch("mint.coins.CoinFactory")
@patch("mint.coins.CoinFactory.create")
def test_give(create, factory, used):
    till.give(1)
    assert used.called
