from tickets.desk import RequestTicketFactory


def desk():
    return RequestTicketFactory()
