#include <stdlib.h>

#include "kettle.h"

static struct kettle *rented(const char *owner, int days)
{
	struct kettle *k = malloc(sizeof(*k));

	if (k && days > 3)
		k->maker = owner;
	return k;
}

int rent(const char *owner)
{
	struct kettle *k = rented(owner, 7);

	free(k);
	return k != NULL;
}
