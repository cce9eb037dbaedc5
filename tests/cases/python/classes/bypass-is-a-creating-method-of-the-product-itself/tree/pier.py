from ferry.booking import BookingFactory


def factory():
    return BookingFactory()
