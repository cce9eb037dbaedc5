#include <stdlib.h>

#include "kettle.h"

struct kettle *spare;

void stock(void)
{
	spare = malloc(sizeof(struct kettle));
}
