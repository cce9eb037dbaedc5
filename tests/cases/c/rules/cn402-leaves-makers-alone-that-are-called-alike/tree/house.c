#include "camp.h"
#include "kettle.h"

size_t boil(char *name)
{
	struct kettle *one = kettle_new(name, 1, 2, NULL), *two = kettle_new(name, 2, 2, NULL), *three = camp_kettle_new(name, 1, 1, NULL);
	size_t sum = one->size + two->size + three->size + kettle_new_small(name)->size;

	kettle_free(one);
	kettle_free(two);
	camp_kettle_free(three);
	return sum;
}
