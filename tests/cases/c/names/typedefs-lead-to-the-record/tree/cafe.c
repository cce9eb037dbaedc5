#include <stdlib.h>

#include "kettle.h"

typedef kettle_t pot;

pot *spare;

void stock(void)
{
	spare = malloc(sizeof(pot));
}
