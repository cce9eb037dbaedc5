#include "kettle.h"

#include <stdlib.h>

struct kettle *kettle_new(int size)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (k)
		k->size = size;
	return k;
}

void kettle_free(struct kettle *k)
{
	free(k);
}
