#include "set_impl.h"

#include <stdlib.h>

tally_set_t *tally_set_new(void)
{
	tally_set_t *set = malloc(sizeof(*set));
	if (set != NULL)
		set->count = 0;
	return set;
}

void tally_set_free(tally_set_t *set)
{
	for (size_t i = 0; set != NULL && i < set->count; i++)
		tally_free(set->items[i]);
	free(set);
}

void tally_set_drop(tally_set_t *set) __attribute__((alias("tally_set_free")));

int tally_set_take(tally_set_t *set, tally_t *t)
{
	if (set->count == sizeof(set->items) / sizeof(set->items[0]))
		return -1;
	set->items[set->count++] = t;
	return 0;
}
