from ferry.booking import create_booking
from ferry.desk import get_or_create_booking


def board(store, deck):
    return create_booking(deck), get_or_create_booking(store, deck)
