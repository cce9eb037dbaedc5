#include <stdlib.h>

#include "clock.h"

struct clock *clock_open(void)
{
	struct clock *c = calloc(1, sizeof(*c));

	return c;
}
