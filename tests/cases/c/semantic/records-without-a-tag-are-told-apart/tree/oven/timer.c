#include "oven/state.h"

#include <stdlib.h>

static state_t *timed;

int timer_open(void)
{
	timed = malloc(sizeof(state_t));
	return timed != NULL;
}
