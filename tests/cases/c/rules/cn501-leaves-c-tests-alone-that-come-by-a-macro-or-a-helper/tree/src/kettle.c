#include "kettle.h"

#include <stdlib.h>

struct kettle *kettle_new(int litres)
{
	struct kettle *k = malloc(sizeof(*k));

	if (!k)
		return NULL;
	k->litres = litres;
	k->degrees = 20;
	return k;
}

int kettle_boil(struct kettle *k)
{
	return k->degrees = 100;
}

void kettle_free(struct kettle *k)
{
	free(k);
}
