class Booking:
    def __init__(self, deck):
        self.deck = deck

    def cancel(self):
        self.deck.free(self)
        self.deck = None

    @classmethod
    def create_for_deck(cls, deck):
        booking = cls(deck)
        booking.is_valid = True
        return booking

    @classmethod
    def from_json(cls, data):
        return cls(data["deck"])

    def copy(self):
        return Booking(self.deck)


class BookingFactory:
    def create(self, deck):
        return Booking(deck)
