from unittest import mock
from unittest.mock import patch

from ferry.boats import Barge, Boat, BoatFactory, Canoe, CanoeFactory, Kayak, KayakFactory, Punt, Raft, make_barge, make_punt, make_raft


def moor(name):
    Boat(name, mast=2)
    BoatFactory()
    Raft(logs=1)
    make_raft(4)
    Canoe(name, "red", size=2)
    CanoeFactory("north", pier=2)
    Kayak(name=name, seats=2)
    KayakFactory(harbour="north")
    Punt(name, 2)
    make_punt(name, 2)
    make_barge(name)
    return Barge(name, 2, owner="x")


class Register:
    """Its `cls` is whatever it is given."""

    def __init__(self, harbour):
        self.harbour = harbour

    def register(self, cls):
        return cls(self.harbour, 1, mast=2)


def stand_ins(name):
    with patch("dock.Boat") as Boat:
        Boat()
    make_barge = mock.Mock()
    make_barge(1, 2, 3)
    for Barge in (mock.Mock(), mock.MagicMock()):
        Barge()
    return [Punt(mast=2) for Punt in (mock.Mock(),)]
