#include <stdlib.h>

#include "tally_impl.h"

static tally_t *make_tally(const char *name, unsigned limit)
{
	tally_t *t = calloc(1, sizeof(*t));
	if (t == NULL)
		return NULL;
	tally_set_name(t, name);
	t->limit = limit;
	return t;
}

tally_t *tally_merge(const tally_t *a, const tally_t *b)
{
	tally_t *both = make_tally(a->name, a->limit + b->limit);
	if (both == NULL || tally_count(both, a->total + b->total) == 0)
		return both;
	tally_free(both);
	return NULL;
}
