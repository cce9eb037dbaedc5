#include <stdlib.h>

#include "kettle.h"

struct kettle *old_kettle_new(int litres)
{
	return kettle_new(litres);
}

void brew(struct kettle **slot)
{
	struct kettle *k = malloc(sizeof(*k));

	*slot = k;
}
