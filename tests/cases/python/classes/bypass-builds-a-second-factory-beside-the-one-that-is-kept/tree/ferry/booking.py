import threading


class Booking:
    def __init__(self, deck):
        self.deck = deck

    def cancel(self):
        self.deck.free(self)
        self.deck = None


class BookingFactory:
    def create(self, deck):
        return Booking(deck)


_factory = None
_lock = threading.Lock()


def get_booking_factory():
    global _factory
    with _lock:
        if _factory is None:
            _factory = BookingFactory()
    return _factory
