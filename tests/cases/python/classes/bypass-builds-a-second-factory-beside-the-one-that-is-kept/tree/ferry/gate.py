from ferry.booking import get_booking_factory


def enter(deck):
    return get_booking_factory().create(deck)
