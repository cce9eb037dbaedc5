#include "house.h"
#include "kettle.h"

void hall_open(int guests)
{
	struct kettle *small;

	small = kettle_new(1);
	kettle_free(small);
	house_kettle = kettle_new(guests);
}
