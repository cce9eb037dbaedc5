#include "kettle.h"

#include <stdlib.h>

struct kettle *swapped_kettle_new(const char *name, size_t size, int height, int width, struct stove *stove)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	pot->width = width + 1;
	pot->height = height;
	pot->name = stove ? name : "swapped";
	pot->size = size;
	return pot;
}

struct kettle *long_kettle_new(const char *name, long size, mm width, mm height, struct stove *stove)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	if (size < 0 || !stove)
		abort();
	pot->size = (size_t)size;
	pot->name = name;
	pot->height = height * width;
	return pot;
}

struct kettle *moved_kettle_new(size_t size, int width, int height, struct stove *stove, const char *name)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	pot->name = name;
	pot->size = size * (size_t)width * (size_t)height;
	if (stove)
		pot->width = 1;
	return pot;
}

struct kettle *dotted_kettle_new(const char *name, size_t size, ...)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	pot->height = pot->width = 3;
	pot->size = size;
	pot->name = name;
	return pot;
}

const struct kettle *fixed_kettle_new(const char *name, size_t size, int width, int height, struct stove *stove)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	pot->size = size - 1;
	pot->height = width < height ? width : height;
	pot->width = 0;
	pot->name = stove ? "fixed" : name;
	return pot;
}

struct kettle *open_kettle_new(char *name, size_t size, int width, int height, struct stove *stove)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	name[0] = 0;
	pot->name = name;
	pot->size = size / 2;
	pot->width = height;
	pot->height = stove ? 2 : width;
	return pot;
}

kettle_ref plain_kettle_new(const char *name, size_t size, mm width, mm height, struct stove *stove)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	pot->width = stove ? width : 0;
	pot->height = height % 7;
	pot->size = size + 2;
	pot->name = name + 1;
	return pot;
}

int given_kettle_new(struct kettle **out, const char *name, size_t size, int width, int height, struct stove *stove)
{
	*out = malloc(sizeof(struct kettle));
	if (!*out)
		return -1;
	(*out)->name = name;
	(*out)->size = size + (size_t)(width + height);
	return stove != NULL;
}
