from tickets.names import BoxOfficeTicketFactory

CounterTicketFactory = BoxOfficeTicketFactory
