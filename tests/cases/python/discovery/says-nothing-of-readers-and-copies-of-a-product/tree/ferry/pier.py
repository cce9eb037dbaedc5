from ferry.booking import create_booking
from ferry.store import Store, load_booking


def board(rows, path):
    return create_booking(1), Store(rows).get_booking(0), load_booking(path)
