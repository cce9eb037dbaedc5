#include "boiler.h"

#include <stdlib.h>

struct boiler *boiler_new(int litres)
{
	struct boiler *b = malloc(sizeof(*b));

	if (!b)
		return NULL;
	b->litres = litres;
	b->is_lit = 0;
	return b;
}
