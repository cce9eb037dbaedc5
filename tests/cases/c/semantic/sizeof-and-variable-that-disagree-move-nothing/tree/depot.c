#include "crate.h"

#include <stdlib.h>

static struct spare_crate *spare;

struct crate *depot_crate(int weight)
{
	struct spare_crate *s = spare;
	struct crate *c;

	if (s)
		spare = s->next;
	else
		s = malloc(sizeof(*c));
	c = (struct crate *)s;
	c->weight = weight;
	return c;
}
