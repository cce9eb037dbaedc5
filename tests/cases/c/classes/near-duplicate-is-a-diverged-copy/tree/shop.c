#include "kettle.h"

#include <stdlib.h>

struct kettle *shop_kettle(int litres)
{
	struct kettle *k = calloc(1, sizeof(*k));

	if (!k)
		return NULL;
	k->litres = litres;
	k->maker = "shop";
	k->heat = litres * 200 + 400;
	if (k->heat > 3000)
		k->heat = 3000;
	while (k->heat % 50)
		k->heat++;
	return k;
}
