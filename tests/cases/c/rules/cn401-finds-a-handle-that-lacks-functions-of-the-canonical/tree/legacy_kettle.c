#include "legacy_kettle.h"

#include <stdlib.h>

#include "kettle_impl.h"

struct kettle *legacy_kettle_new(char *name, unsigned size)
{
	struct kettle *pot = malloc(sizeof(struct kettle));

	pot->size = (int)size + 1;
	pot->heat = pot->size > 4 ? 20 : 10;
	pot->name = name;
	return pot;
}

void legacy_kettle_destroy(struct kettle *kettle)
{
	kettle->size = 0;
	free(kettle);
}

int legacy_kettle_configure(struct kettle *kettle, int heat)
{
	kettle->heat = heat;
	return 0;
}

void legacy_kettle_hang(struct kettle *kettle, int height)
{
	kettle->heat += height;
}
