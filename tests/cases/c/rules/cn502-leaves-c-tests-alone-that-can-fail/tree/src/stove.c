#include "stove.h"

#include <assert.h>

void stove_heat(struct kettle *k)
{
	assert(k);
	k->degrees++;
}
