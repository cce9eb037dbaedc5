#include <stdlib.h>

#include "kettle.h"

struct bridge {
	int users;
};

struct cafe {
	struct bridge *bridge;
	int size;
};

static struct kettle *house, *garden;

/* Asks before it looks. */
struct cafe *cafe_new(struct bridge *bridge, int size)
{
	struct cafe *c = malloc(sizeof(*c));

	if (!c)
		return NULL;
	if (bridge)
		bridge->users++;
	c->bridge = bridge;
	c->size = size;
	return c;
}

/* Looks only where there is a size. */
struct cafe *cafe_create(struct bridge *bridge, int size)
{
	if (size > 0) {
		bridge->users++;
		return cafe_new(bridge, size);
	}
	return cafe_new(NULL, 1);
}

struct cafe *open_branch(void)
{
	return sizeof(size_t) > 4 ? cafe_new(NULL, 2) : cafe_create(NULL, 0);
}

static void warm_up(void)
{
	house = kettle_new(1);
}

/* What was there is given back first. */
static void clean_up(void)
{
	kettle_free(house);
	house = kettle_new(2);
}

static void set_garden(void)
{
	if (!garden)
		garden = kettle_new(3);
}

static void set_garden_again(void)
{
	set_garden();
	if (!garden)
		garden = kettle_new(4);
}

int main(void)
{
	struct cafe *c = open_branch();

	warm_up();
	clean_up();
	set_garden_again();
	kettle_free(house);
	kettle_free(garden);
	free(c);
	return 0;
}
