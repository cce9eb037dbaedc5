#include "cafe.h"

#include "kettle.h"

int cafe_tea(void)
{
	struct kettle *k = kettle_new(2);
	int degrees = k ? kettle_boil(k) : 0;

	kettle_free(k);
	return degrees;
}
