#include "camp.h"

#include <stdlib.h>

/* A second maker of the same thing. */
struct kettle *camp_kettle(int litres)
{
	struct kettle *k = malloc(sizeof(*k));

	if (!k)
		return NULL;
	k->litres = litres;
	k->degrees = 20;
	return k;
}
