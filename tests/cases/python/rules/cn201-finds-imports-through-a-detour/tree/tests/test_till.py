def test_coin():
    from mint.change import CoinFactory

    assert CoinFactory().create(1).cents == 1
