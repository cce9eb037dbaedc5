#include "tally_store.h"

#include <stdio.h>
#include <stdlib.h>

#include "tally_impl.h"

tally_t *tally_open(const char *name, unsigned limit)
{
	tally_t *t = calloc(1, sizeof(*t));
	if (t == NULL)
		return NULL;
	tally_set_name(t, name);
	t->limit = limit;
	return t;
}

tally_t *tally_load(const char *text)
{
	char name[TALLY_NAME];
	unsigned total, limit;
	tally_t *t;
	if (sscanf(text, "%23s %u/%u", name, &total, &limit) != 3)
		return NULL;
	t = tally_open(name, limit);
	if (t != NULL)
		tally_count(t, total);
	return t;
}

int tally_save(const tally_t *t, char *text, size_t size)
{
	int written = snprintf(text, size, "%s %u/%u", t->name, t->total, t->limit);
	return written >= 0 && (size_t)written < size ? 0 : -1;
}
