from ferry.booking import BookingFactory


def board(deck):
    factory = BookingFactory()
    return factory.create(deck)
