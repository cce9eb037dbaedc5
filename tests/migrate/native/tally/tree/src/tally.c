#include "tally_impl.h"

#include <stdlib.h>

tally_t *tally_new(const char *name, unsigned limit)
{
	tally_t *t = calloc(1, sizeof(*t));
	if (t == NULL)
		return NULL;
	tally_set_name(t, name);
	t->limit = limit;
	return t;
}

tally_t *tally_create(const char *name, unsigned limit)
{
	tally_t *tally = calloc(1, sizeof(*tally));
	if (tally == NULL)
		return NULL;
	tally_set_name(tally, name);
	tally->limit = limit;
	return tally;
}

void tally_free(tally_t *t)
{
	free(t);
}

tally_t *tally_start(const char *name)
{
	return tally_create(name, 0);
}

int tally_count(tally_t *t, unsigned more)
{
	if (t->limit != 0 && more > t->limit - t->total)
		return -1;
	t->total += more;
	return 0;
}

unsigned tally_total(const tally_t *t)
{
	return t->total;
}

const struct tally_ops tally_ops_default = {
	.create = tally_create,
	.free = tally_free,
};
