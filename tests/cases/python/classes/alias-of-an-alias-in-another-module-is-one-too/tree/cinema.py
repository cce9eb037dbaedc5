from tickets.older_names import CounterTicketFactory


def desk():
    return CounterTicketFactory()
