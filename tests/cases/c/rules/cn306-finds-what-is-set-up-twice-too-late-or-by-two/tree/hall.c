#include "house.h"
#include "kettle.h"

/* Another one than that of main(), with a limit of its own. */
void hall_open(int guests)
{
	struct kettle *first;

	kettle_factory_setup(guests);
	first = kettle_fill(guests);
	kettle_free(first);
}
