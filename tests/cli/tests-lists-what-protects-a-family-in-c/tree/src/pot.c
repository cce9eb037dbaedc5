#include "pot.h"

#include <stdlib.h>

struct pot *pot_new(int litres)
{
	struct pot *p = malloc(sizeof(*p));

	if (p)
		p->litres = litres;
	return p;
}

int pot_cost(void)
{
	struct pot *p = pot_new(1);

	free(p);
	return 12;
}
