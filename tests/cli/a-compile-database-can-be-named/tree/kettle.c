#include <stdlib.h>
#include "kettle.h"

struct kettle *kettle_new(int litres)
{
	struct kettle *k = malloc(sizeof(*k));

	if (k)
		k->litres = litres;
	return k;
}
