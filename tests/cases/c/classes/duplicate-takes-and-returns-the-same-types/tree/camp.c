#include "camp.h"

#include <stdlib.h>

struct kettle *camp_kettle(int size)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	pot->litres = size;
	pot->heat = size > 2 ? 1500 : 900;
	for (int i = 0; i < size; i++)
		pot->heat += i;
	pot->maker = "camp";
	return pot;
}
