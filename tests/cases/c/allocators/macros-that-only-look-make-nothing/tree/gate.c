#include "check.h"
#include "ticket.h"

struct ticket *gate_ticket(int number, int seat);

struct ticket *gate_ticket(int number, int seat)
{
	struct ticket *ticket = seat > 0 ? ticket_new(number) : ticket_new(-number);

	ERROR_CHECK_ALLOC(ticket);
	ticket->seat = seat;
	return ticket;
}
