#include "house.h"
#include "kettle.h"

#include <stdio.h>

static struct boiler boiler = { 90 };

/* What the whole house needs, the factory among it. */
static int house_start(int limit)
{
	if (limit > 100)
		return -1;
	kettle_factory_init(&boiler, limit);
	return 0;
}

int main(int argc, char **argv)
{
	kettle_factory_init(&boiler, argc);
	printf("%s is ready\n", argv[0]);
	if (house_start(argc) < 0)
		return 1;
	hall_open(argc);
	return 0;
}
