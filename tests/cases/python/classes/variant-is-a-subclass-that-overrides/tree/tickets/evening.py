from tickets.desk import Ticket, TicketFactory


class EveningTicketFactory(TicketFactory):
    def create(self, seat):
        ticket = super().create(seat)
        ticket.price = 14
        return ticket
