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

void tea_open(int guests)
{
	struct leaf *first = leaf_new();

	if (guests > 1)
		free(first);
	tin_init(guests);
	free(leaf_new());
}
