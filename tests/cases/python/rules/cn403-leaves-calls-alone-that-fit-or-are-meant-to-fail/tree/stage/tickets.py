from dataclasses import dataclass, field
from functools import partial


@dataclass
class Base:
    owner: str


@dataclass
class Ticket(Base):
    seat: int
    price: float = 1.0
    serial: str = field(init=False)
    tags: list = field(default_factory=list)


class TicketFactory:
    def __init__(self, desk, *, limit=5):
        self.desk = desk
        self.limit = limit

    def create(self, owner, seat):
        return Ticket(owner, seat)


class OtherTicketFactory:
    def __init__(self, desk):
        self.desk = desk

    def create(self, owner, seat):
        print("other desk", self.desk)
        return Ticket(owner=owner, seat=seat, price=2.0)
