from harbour.berth import Berth


def test_berth():
    assert Berth(ship="Zee").vessel == "Zee"
