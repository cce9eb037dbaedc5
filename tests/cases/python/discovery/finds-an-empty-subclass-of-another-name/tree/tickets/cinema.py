from tickets.desk import RequestTicketFactory


def sell(seat):
    return RequestTicketFactory().create(seat)
