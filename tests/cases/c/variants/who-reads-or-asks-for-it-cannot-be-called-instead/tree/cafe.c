#include <stdlib.h>

#include "kettle.h"

struct cafe {
	struct kettle *kettle;
};

int cafe_open(struct cafe *cafe, int litres)
{
	cafe->kettle = malloc(sizeof(struct kettle));
	if (!cafe->kettle)
		return -1;
	cafe->kettle->litres = litres;
	cafe->kettle->heat = 20;
	cafe->kettle->maker = "house";
	return 0;
}
