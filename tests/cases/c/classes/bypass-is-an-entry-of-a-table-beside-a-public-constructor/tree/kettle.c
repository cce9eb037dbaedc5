#include "kettle.h"

#include <stdlib.h>

struct kettle *kettle_new(int litres, const char *maker)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->litres = litres;
	k->maker = maker;
	return k;
}
