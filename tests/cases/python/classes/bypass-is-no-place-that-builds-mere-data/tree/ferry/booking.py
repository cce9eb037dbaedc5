from dataclasses import dataclass


@dataclass
class Booking:
    deck: int
    cars: int = 0


class BookingFactory:
    def create(self, deck):
        return Booking(deck)
