#include "kettle.h"

#include <stdlib.h>

struct kettle *kettle_new(char *name, size_t size, count_t cups, const struct stove *stove)
{
	struct kettle *kettle = calloc(1, sizeof(*kettle));

	if (!kettle)
		return NULL;
	kettle->name = name;
	kettle->size = stove ? stove->size : size;
	kettle->cups = cups;
	return kettle;
}

void kettle_free(struct kettle *kettle)
{
	free(kettle);
}

struct kettle *kettle_new_small(char *name)
{
	return kettle_new(name, 1, 1, NULL);
}
