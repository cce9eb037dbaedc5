class Ticket:
    def __init__(self, seat):
        self.seat = seat


class TicketFactory:
    def create(self, seat):
        return Ticket(seat)
