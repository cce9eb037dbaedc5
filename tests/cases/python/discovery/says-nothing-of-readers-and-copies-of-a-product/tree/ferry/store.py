from ferry.booking import Booking


class Store:
    def __init__(self, rows):
        self.rows = rows

    def get_booking(self, number):
        return Booking.from_row(self.rows[number])

    def list_bookings(self):
        return [Booking.from_row(row) for row in self.rows]


def load_booking(path):
    with open(path) as file:
        return Booking.from_row(file.readline().split())
