#include "oven/state.h"

#include <stdlib.h>

static struct state *timed;

int timer_open(void)
{
	timed = malloc(sizeof(struct state));
	return timed != NULL;
}
