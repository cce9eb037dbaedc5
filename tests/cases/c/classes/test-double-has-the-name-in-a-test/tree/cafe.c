#include <stdlib.h>

#include "kettle.h"

struct kettle *cheap;

void stock(void)
{
	cheap = malloc(sizeof(struct kettle));
}
