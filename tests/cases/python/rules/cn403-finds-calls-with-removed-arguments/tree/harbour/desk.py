import harbour
from harbour import berth, crane
from harbour.berth import Berth, Jetty, Quay, assign

Slot = Berth


def right(ship):
    return Berth(ship, length=4, notes={"cargo": "tea"})


def renamed(boat):
    return Berth(ship=boat, length=4)


def dropped(boat, people):
    return berth.Berth(vessel=boat, pilot=people.pilot), Slot(boat, pilot=people.find())


def moved(boat, notes):
    return Berth(boat, cargo="tea", notes=notes), harbour.Place(boat, cargo=boat.cargo, flag="nl")


def in_the_way(boat, more):
    Berth(ship=boat, vessel=boat)
    Berth(boat, ship=boat)
    Berth(ship=boat, **more)
    Berth(*more, pilot=None)
    return Berth(boat, 4, None, flag="nl")


def others(boat, now):
    assign(boat, when=now, length=3)
    Jetty(ship=boat)
    Quay(number=4, ship=boat)
    return crane.Crane(name="x", colour="red", colour_of_all="red")
