#include "check.h"
#include "ticket.h"

struct ticket *ticket_new(int number)
{
	struct ticket *ticket;

	CALLOC_ONE(ticket);
	ERROR_CHECK_ALLOC(ticket);
	ticket->number = number;
	return ticket;
}
