import functools

from ferry import boats
from ferry.boats import BigBoatFactory, Boat, BoatFactory, CheckedBoatFactory


def moor(name):
    Boat(name, 1, 4, flag="x", length=2)
    Boat(name, 1, length=4)
    Boat(name, 1, length=4, flag="x", made="then")
    Boat(name, 1, length=4, flag="x", fleet="south")
    boats.Boat(name, 1, length=4, flag="x", width=3, hight=1)
    BoatFactory()
    BigBoatFactory("north", "south")
    CheckedBoatFactory(habour="north")
    BoatFactory.at_once(name)
    options = dict(length=4, flag="x", mast=2)
    Boat(name, 1, **options)
    functools.partial(Boat, name, colour="red")


def meant_otherwise(pytest, name):
    with pytest.raises(Exception):
        moor(Boat(name, 1, length=4, flag="x", mast=2))
    try:
        moor(name)
        Boat(name, 1, length=4, flag="x", mast=3)
    except (KeyError, TypeError):
        pass


def in_two_ways():
    try:
        from ferry.boats import Boat
    except ImportError:
        Boat = None
    return Boat("a", 1, length=4, flag="x", mast=4)
