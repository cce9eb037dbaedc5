import tickets.desk as desk

BoxOfficeTicketFactory = desk.TicketFactory
