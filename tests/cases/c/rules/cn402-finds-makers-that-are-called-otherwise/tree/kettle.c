#include "kettle.h"

#include <stdlib.h>

struct kettle *kettle_new(const char *name, size_t size, int width, int height, struct stove *stove)
{
	struct kettle *kettle = calloc(1, sizeof(*kettle));

	if (!kettle)
		return NULL;
	kettle->name = name;
	kettle->size = stove ? size : size + 1;
	kettle->width = width;
	kettle->height = height;
	return kettle;
}
