#include <stdlib.h>

#include "compat.h"

struct kettle *cheap;

void stock(void)
{
	cheap = malloc(sizeof(struct kettle));
	kettle_free(make_kettle(1));
	kettle_free(kettle_of(1));
}
