from tickets.desk import SeatTicketFactory


def desk():
    return SeatTicketFactory()
