#include "kettle.h"
#include "memory.h"

struct kettle *spare;

void stock(void)
{
	struct kettle *k = must_zero(sizeof(*k));

	k->litres = 1;
	spare = k;
}
