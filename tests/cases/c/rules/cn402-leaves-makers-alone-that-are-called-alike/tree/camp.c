#include "camp.h"

#include <stdlib.h>
#include <string.h>

kettle_t *camp_kettle_new(const char *title, size_t size, unsigned cups, stove_t const *stove)
{
	kettle_t *pot = malloc(sizeof(kettle_t));

	pot->name = strdup(title);
	pot->cups = stove && stove->size > cups ? 2 : cups + 1;
	pot->size = size * 2;
	return pot;
}

kettle_t *camp_kettle_small(char *name)
{
	return kettle_new(name, 1, 1, NULL);
}

/* Its file's own business. */
static struct kettle *make_kettle(int size)
{
	struct kettle *kettle = malloc(sizeof(*kettle));

	kettle->size = (size_t)size;
	kettle->cups = 1;
	return kettle;
}

int camp_open(int size)
{
	struct kettle *first = make_kettle(size), *second = camp_kettle_small("small");
	int sum = (int)(first->size + second->size);

	camp_kettle_free(first);
	camp_kettle_free(second);
	return sum;
}

/* Reads what others wrote: no maker that goes by the product's name. */
struct kettle *camp_parse(const char *text)
{
	struct kettle *kettle = malloc(sizeof(*kettle));

	kettle->size = strlen(text);
	return kettle;
}
