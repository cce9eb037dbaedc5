class Ticket:
    def __init__(self, seat, price):
        self.seat = seat
        self.price = price


class TicketFactory:
    def create(self, seat):
        return Ticket(seat, 10)
