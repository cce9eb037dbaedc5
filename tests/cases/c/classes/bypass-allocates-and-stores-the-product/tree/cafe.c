#include <stdlib.h>

#include "kettle.h"

struct cafe {
	struct kettle *kettle;
};

int cafe_open(struct cafe *cafe)
{
	cafe->kettle = malloc(sizeof(struct kettle));
	if (!cafe->kettle)
		return -1;
	cafe->kettle->litres = 2;
	return 0;
}
