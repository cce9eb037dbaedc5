class Booking:
    def __init__(self, deck):
        self.deck = deck

    def cancel(self):
        self.deck.free(self)
        self.deck = None


class BookingFactory:
    def create(self, deck):
        booking = Booking(deck)
        booking.is_valid = True
        return booking
