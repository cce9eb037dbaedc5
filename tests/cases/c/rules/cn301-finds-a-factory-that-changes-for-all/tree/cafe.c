#include <stdlib.h>

#include "kettle.h"

struct client;

struct kettle_factory {
	const struct client *client;
	int size;
};

static struct kettle_factory factory, standard, guarded;
static struct kettle_factory *lazy;

/* Whoever asks gets what the last one has set. */
struct kettle_factory *kettle_factory_get(void)
{
	return &factory;
}

void kettle_factory_serve(const struct client *client)
{
	factory.client = client;
}

/* Made while the program runs. */
struct kettle_factory *lazy_factory(void)
{
	if (!lazy)
		lazy = calloc(1, sizeof(*lazy));
	return lazy;
}

/* Set up at the start, and as it is from then on. */
void standard_factory_init(int size)
{
	standard.size = size;
}

struct kettle_factory *standard_factory(void)
{
	return &standard;
}

/* Nobody can change it through this. */
const struct kettle_factory *guarded_factory(void)
{
	guarded.size++;
	return &guarded;
}
