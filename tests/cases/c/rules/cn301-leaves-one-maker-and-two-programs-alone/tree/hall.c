#include "house.h"
#include "kettle.h"

/* Takes what is there, and has one of its own under another name. */
void hall_open(int guests)
{
	struct kettle *own = house_kettle;

	if (guests > 10)
		own = kettle_new(guests);
	(void)own;
}
