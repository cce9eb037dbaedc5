#include "kettle.h"

struct kettle *cafe_kettle(void)
{
	struct kettle *k = alloc_kettle(3);

	k->maker = "cafe";
	return k;
}
