from functools import partial

import pytest

from stage.tickets import OtherTicketFactory, Ticket, TicketFactory


def test_right(rest):
    known = {"owner": "a"}
    later = {"owner": "a"}
    later["seat"] = 2
    Ticket("a", 1)
    Ticket(owner="a", seat=1, tags=[])
    Ticket(seat=1, **known)
    Ticket(**later)
    Ticket(*rest)
    Ticket(**rest)
    TicketFactory("north", limit=3)
    OtherTicketFactory(desk="south")
    return partial(Ticket, "a")


def test_wrong():
    with pytest.raises(TypeError):
        Ticket(owner="a", seat=1, row=2)
    try:
        Ticket(row=3)
    except TypeError:
        pass


def test_double(Ticket):
    return Ticket(row=4)


def test_local():
    TicketFactory = object
    return TicketFactory(5)
