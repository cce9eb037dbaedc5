from functools import partial

from stage.tickets import OtherTicketFactory, Ticket as T, TicketFactory


def sell(rest):
    known = {"owner": "a", "row": 3}
    T(owner="a", seat=1, row=2)
    T("a")
    T("a", 1, owner="b")
    T("a", 1, serial="x")
    T(seat=1, **known)
    T("a", **{"seat": 1, "sead": 2})
    T("a", 1, 2.0, [], 5)
    TicketFactory()
    TicketFactory("north", 3)
    OtherTicketFactory("south", limit=3)
    return partial(T, "a", colour="red")
