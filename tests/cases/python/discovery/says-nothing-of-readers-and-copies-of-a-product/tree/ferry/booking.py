import copy


class Booking:
    def __init__(self, deck):
        self.deck = deck

    @classmethod
    def from_row(cls, row):
        return cls(row[0])

    def clone(self):
        return copy.copy(self)


def create_booking(deck):
    return Booking(deck)
