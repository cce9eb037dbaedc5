import mill.sacks


def test_sack():
    assert mill.sacks.SackFactory().create(1).kilos == 1
