#include "crate.h"

#include <stdlib.h>

struct crate *crate_new(int weight)
{
	struct crate *c = malloc(sizeof(*c));

	c->weight = weight;
	c->next = NULL;
	return c;
}
