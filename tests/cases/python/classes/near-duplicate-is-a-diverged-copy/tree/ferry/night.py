from ferry.booking import Booking


class BookingFactory:
    def __init__(self, timetable, capacity):
        self.timetable = timetable
        self.capacity = capacity
        self.made = []

    def create(self, sailing, cars, people):
        free = self.capacity - sum(b.people for b in self.made)
        if people > free + 2:
            raise ValueError("the ferry is full")
        deck = self.timetable.deck_of(sailing)
        booking = Booking(deck, cars, people)
        booking.cabin = True
        self.made.append(booking)
        return booking

    def cancel(self, booking):
        self.made.remove(booking)
        booking.deck = None

    def count(self):
        return len(self.made)
