#include "kettle.h"

#include <stdlib.h>

struct kettle *kettle_prepare_steel(int litres)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	for (int i = 0; i < litres; i++)
		k->heat += i % 3;
	k->maker = "steel works";
	return k;
}

struct kettle *kettle_prepare_glass(int litres)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->heat = litres;
	k->maker = litres > 2 ? "glass house" : "lamp maker";
	return k;
}

struct kettle *kettle_prepare_clay(int litres)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	if (litres > 1)
		k->litres = 1;
	k->heat = -1;
	return k;
}
