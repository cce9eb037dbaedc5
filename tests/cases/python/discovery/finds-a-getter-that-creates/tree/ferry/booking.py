class Booking:
    def __init__(self, deck):
        self.deck = deck

    def cancel(self):
        self.deck = None


def create_booking(deck):
    return Booking(deck)
