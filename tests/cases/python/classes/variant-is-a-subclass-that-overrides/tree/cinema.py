from tickets.evening import EveningTicketFactory


def desk():
    return EveningTicketFactory()
