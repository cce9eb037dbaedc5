#include "kettle.h"

#include <stdlib.h>

struct kettle *alloc_kettle(int litres)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->litres = litres;
	k->maker = "unknown";
	return k;
}

void kettle_free(struct kettle *k)
{
	free(k);
}
