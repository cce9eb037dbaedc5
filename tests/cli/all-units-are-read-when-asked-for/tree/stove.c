#include <stdlib.h>
#include "kettle.h"

int stove_heat(void)
{
	struct kettle *k = malloc(sizeof(struct kettle));
	int litres;

	if (!k)
		return -1;
	k->litres = 2;
	litres = k->litres;
	free(k);
	return litres;
}

struct kettle *stove_kettle(int litres)
{
	struct kettle *k = malloc(sizeof(*k));

	if (!k)
		return NULL;
	k->litres = litres + 1;
	return k;
}
