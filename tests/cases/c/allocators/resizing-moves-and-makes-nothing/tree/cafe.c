#include <stdlib.h>

#include "kettle.h"

struct kettle *all;

void grow(int count)
{
	all = realloc(all, (size_t)count * sizeof(struct kettle));
}
