from ferry.booking import BookingFactory


def day():
    return BookingFactory(None, 80)
