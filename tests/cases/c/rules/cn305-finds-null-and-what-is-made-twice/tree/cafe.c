#include <stdlib.h>

#include "kettle.h"

struct bridge {
	int users;
};

struct cafe {
	struct bridge *bridge;
	int size;
};

static struct kettle *house;

struct cafe *cafe_new(struct bridge *bridge, int size)
{
	struct cafe *c = malloc(sizeof(*c));

	if (!c)
		return NULL;
	bridge->users++;
	c->bridge = bridge;
	c->size = size;
	return c;
}

struct cafe *open_branch(void)
{
	return cafe_new(NULL, 2);
}

static void warm_up(void)
{
	house = kettle_new(1);
}

static void clean_up(void)
{
	house = kettle_new(2);
}

static void cafe_close(void)
{
	kettle_free(house);
}

int main(void)
{
	static struct bridge bridge;
	struct cafe *c = cafe_new(&bridge, 1), *other = open_branch();

	warm_up();
	clean_up();
	cafe_close();
	free(other);
	free(c);
	return 0;
}
