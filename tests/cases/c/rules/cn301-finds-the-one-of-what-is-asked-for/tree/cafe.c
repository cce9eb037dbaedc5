#include <stdlib.h>

#include "kettle.h"

struct pot {
	int cups;
};

static struct kettle house;
static struct pot *big, *of_start;
static struct pot pots_none = { 0 };

/* Nothing here makes one: only who asks for it by its name is told that it is one for all. */
struct kettle *kettle_get_default(void)
{
	return &house;
}

struct pot *pot_big(void)
{
	if (!big)
		big = calloc(1, sizeof(*big));
	return big;
}

/* Made at the start, and as it is from then on. */
void pots_init(void)
{
	of_start = calloc(1, sizeof(*of_start));
}

struct pot *pot_of_start(void)
{
	return of_start;
}

/* Written down, and never changed. */
struct pot *pot_none(void)
{
	return &pots_none;
}

const struct pot *pot_to_look_at(void)
{
	return big;
}
