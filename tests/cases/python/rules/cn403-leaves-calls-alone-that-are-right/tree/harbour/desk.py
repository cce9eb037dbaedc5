from harbour.berth import Berth, Open
from harbour.berth import Other as Slot


def right(boat, make):
    make(ship=boat)
    Slot(ship=boat)
    Open(ship=boat)
    return Berth(boat, length=4), Berth(vessel=boat, length=4)


def local(boat):
    Berth = Slot
    return Berth(ship=boat)


def stranger():
    class Berth:
        def __init__(self, ship):
            self.ship = ship

    return Berth(ship=None)
