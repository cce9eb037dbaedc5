#include "old/kettle.h"

int brew(void)
{
	struct kettle *k = kettle_new(1);

	kettle_free(k);
	return 0;
}
