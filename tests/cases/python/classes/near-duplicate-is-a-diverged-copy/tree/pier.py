from ferry.booking import BookingFactory


def other():
    return BookingFactory(None, 60)
