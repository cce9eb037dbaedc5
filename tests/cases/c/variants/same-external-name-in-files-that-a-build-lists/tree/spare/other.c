#include "../kettle.h"

#include <stdlib.h>

struct kettle *kettle_new(int litres)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->litres = litres;
	k->maker = "works";
	k->heat = litres * 3;
	return k;
}
