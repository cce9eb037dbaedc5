#include <stdlib.h>

#include "kettle.h"

struct pool;

void *pool_take(struct pool *pool, size_t size, char *errbuf);

struct kettle_ops {
	struct kettle *(*make)(int size);
	void (*free)(struct kettle *k);
};

struct shelf {
	struct shelf *next;
	int number;
};

struct kettle_size {
	int size, is_hot;
};

static struct kettle_ops kettle_ops = { .make = kettle_new, .free = kettle_free };
static struct kettle_size kettle_size_none = { 0, 0 };
static struct kettle *first, *of_pool;
static struct shelf *shelves;

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

/* Memory and a place for the reason of a failure: any caller's are as good. */
struct kettle *kettle_get_house(struct pool *pool, char *errbuf)
{
	if (!of_pool)
		of_pool = pool_take(pool, sizeof(*of_pool), errbuf);
	return of_pool;
}

/* Each number has its own: the variable is but the first of a list. */
int shelf_create(int number, struct shelf **ret)
{
	struct shelf *next = shelves;

	while (next) {
		if (next->number == number) {
			*ret = next;
			return 0;
		}
		next = next->next;
	}
	next = calloc(1, sizeof(*next));
	if (!next)
		return -1;
	next->number = number;
	if (!shelves)
		shelves = next;
	*ret = next;
	return 0;
}
