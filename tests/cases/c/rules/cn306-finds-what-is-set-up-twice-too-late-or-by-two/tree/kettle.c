#include "kettle.h"

#include <stdlib.h>

struct kettle_factory {
	const struct boiler *boiler;
	int limit;
};

static struct kettle_factory *factory;

static struct kettle_factory *factory_new(const struct boiler *boiler, int limit)
{
	struct kettle_factory *f = malloc(sizeof(*f));

	if (!f)
		abort();
	f->boiler = boiler;
	f->limit = limit;
	return f;
}

void kettle_factory_init(const struct boiler *boiler, int limit)
{
	if (limit < 1)
		return;
	factory = factory_new(boiler, limit);
}

void kettle_factory_setup(int limit)
{
	struct kettle_factory *fresh = factory_new(NULL, limit);

	factory = fresh;
}

struct kettle_factory *kettle_factory(void)
{
	return factory;
}

static struct kettle *make(const struct kettle_factory *f, int size)
{
	struct kettle *kettle = calloc(1, sizeof(*kettle));

	kettle->size = size > f->limit ? f->limit : size;
	return kettle;
}

struct kettle *kettle_new(int size)
{
	return make(factory, size);
}

struct kettle *kettle_fill(int size)
{
	struct kettle *kettle = calloc(1, sizeof(*kettle));

	kettle->size = size;
	kettle->heat = factory->boiler->heat;
	return kettle;
}

void kettle_free(struct kettle *kettle)
{
	free(kettle);
}
