#include "house.h"

#include <stdlib.h>

struct leaf {
	int weight;
};

struct tin {
	int left;
};

static struct tin *tin;

static void tin_init(int weight)
{
	tin = malloc(sizeof(*tin));
	if (tin)
		tin->left = weight;
}

static struct leaf *leaf_new(void)
{
	struct leaf *leaf = malloc(sizeof(*leaf));

	leaf->weight = tin->left / 10;
	return leaf;
}

/* What the bar has; it asks its shelf for the first one before there is a shelf. */
static struct leaf *shelf;

static struct leaf *shelf_first(void)
{
	return shelf;
}

static void shelf_init(void)
{
	shelf = leaf_new();
}

static int weigh(const struct tin *from)
{
	return from->left;
}

static int tin_weight(void)
{
	return weigh(tin);
}

static void bar_open(void)
{
	struct leaf *mine = shelf_first();

	if (mine)
		mine->weight = 0;
	shelf_init();
}

/* Through two calls on the one side, and one on the other. */
static void tea_start(int guests)
{
	tin_init(guests);
	bar_open();
}

void tea_open(int guests)
{
	int weight = tin_weight();

	tea_start(guests > weight ? guests : weight);
	free(leaf_new());
}
