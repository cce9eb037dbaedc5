from ferry.booking import Booking as Trip


def plan(decks):
    return [Trip(deck) for deck in decks]
