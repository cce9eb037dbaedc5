#include <stdlib.h>

#include "kettle.h"

struct kettle *camp_kettle(int size)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	pot->litres = size;
	return pot;
}
