#include "check.h"
#include "ticket.h"

struct office {
	struct ticket *first;
};

void *office_open(struct office *office);

void *office_open(struct office *office)
{
	struct ticket *first;

	CALLOC_ONE(first);
	ERROR_CHECK_ALLOC(first);
	first->number = 1;
	office->first = first;
	return office;
}
