#include "oven/state.h"

#include <stdlib.h>

state_t *oven_state_new(int heat)
{
	state_t *s = malloc(sizeof(*s));

	s->heat = heat;
	return s;
}
