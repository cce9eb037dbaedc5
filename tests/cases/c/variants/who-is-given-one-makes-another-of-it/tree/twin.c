#include <stdlib.h>
#include <string.h>

#include "kettle.h"

struct kettle *kettle_twin(const struct kettle *from)
{
	struct kettle *k = malloc(sizeof(*k));

	memcpy(k, from, sizeof(*k));
	return k;
}
