#include "tests/kettles.h"

struct kettle *kettles_full(void)
{
	return kettle_new(2);
}
