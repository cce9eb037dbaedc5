#include "kettle.h"

#include <stdio.h>
#include <stdlib.h>

#include "kettle_impl.h"

struct kettle *kettle_new(const char *name, int size)
{
	struct kettle *kettle = calloc(1, sizeof(*kettle));

	if (!kettle)
		return NULL;
	kettle->name = name;
	kettle->size = size;
	return kettle;
}

void kettle_free(struct kettle *kettle)
{
	free(kettle);
}

int kettle_configure(struct kettle *kettle, int heat, const char *key)
{
	kettle_log(key);
	kettle->heat = heat;
	return 0;
}

int kettle_heat(const struct kettle *kettle)
{
	return kettle->heat;
}

void kettle_log_close(void)
{
	fclose(stdout);
}

void kettle_log(const char *text)
{
	puts(text);
}
