#include "legacy_kettle.h"
#include "kettle.h"

int boil(int size)
{
	struct kettle *kettle = kettle_new("house", size);
	int heat = kettle_configure(kettle, 90, "tea") + kettle_heat(kettle);

	kettle_free(kettle);
	return heat;
}

int boil_twice(int size)
{
	struct kettle *kettle = kettle_new("other", size);

	kettle_free(kettle);
	return boil(size);
}

int boil_outside(char *name)
{
	struct kettle *kettle = legacy_kettle_new(name, 2);
	int heat = legacy_kettle_configure(kettle, 95);

	legacy_kettle_hang(kettle, 3);
	legacy_kettle_destroy(kettle);
	return heat;
}
