#include "kettle.h"

#include <stdlib.h>

struct kettle *kettle_new(int litres)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->litres = litres;
	k->maker = "unknown";
	k->heat = litres * 250 + 700;
	if (k->heat > 3000)
		k->heat = 3000;
	while (k->heat % 50)
		k->heat++;
	return k;
}

void kettle_free(struct kettle *k)
{
	free(k);
}
