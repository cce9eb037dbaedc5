#include "kettle.h"
#include "house.h"

struct kettle *house_kettle;

void cafe_open(void)
{
	house_kettle = kettle_new(2);
}
