from ferry.booking import Booking


def get_or_create_booking(store, deck):
    booking = store.find(deck)
    if booking is None:
        booking = Booking(deck)
        store.add(booking)
    return booking
