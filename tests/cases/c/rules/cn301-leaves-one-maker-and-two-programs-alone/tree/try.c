#include "house.h"
#include "kettle.h"

/* A program of its own. */
int main(void)
{
	house_kettle = kettle_new(1);
	return house_kettle == 0;
}
