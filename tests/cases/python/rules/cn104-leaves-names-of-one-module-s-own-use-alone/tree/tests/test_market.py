from mill.flour import SackFactory

Factory = SackFactory


def test_sack():
    assert Factory().create(1).kilos == 1
