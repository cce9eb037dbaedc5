from ferry.booking import BookingFactory


class Pier:
    def board(self, deck):
        return BookingFactory().create(deck)

    def is_booking(self, thing):
        from ferry.booking import Booking

        return isinstance(thing, Booking)
