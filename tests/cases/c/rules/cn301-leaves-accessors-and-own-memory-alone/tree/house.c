#include <stdlib.h>

#include "kettle.h"

struct kettle_ops {
	struct kettle *(*make)(int size);
	void (*free)(struct kettle *k);
};

struct kettle_size {
	int size, is_hot;
};

static struct kettle_ops kettle_ops = { .make = kettle_new, .free = kettle_free };
static struct kettle_size kettle_size_none = { 0, 0 };
static struct kettle *first;

/* The table of functions is the same for all, and stays as it is. */
struct kettle_ops *kettle_ops_create(void)
{
	return &kettle_ops;
}

/* A copy, by value. */
struct kettle_size kettle_size_clone(const struct kettle *k)
{
	struct kettle_size size = kettle_size_none;

	size.size = k->size;
	return size;
}

/* A copy, into memory of its own. */
struct kettle_size *kettle_size_create(void)
{
	struct kettle_size *size = malloc(sizeof(*size));

	if (size)
		*size = kettle_size_none;
	return size;
}

/* Says that it may be one for all. */
struct kettle *kettle_get_or_create(void)
{
	if (!first)
		first = kettle_new(1);
	return first;
}
