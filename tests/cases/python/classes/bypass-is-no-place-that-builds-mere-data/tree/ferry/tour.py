from ferry.booking import Booking


def plan(decks):
    return [Booking(deck, 2) for deck in decks]
