#include "oven/state.h"

#include <stdlib.h>

struct state *state_new(int heat)
{
	struct state *s = malloc(sizeof(*s));

	s->heat = heat;
	return s;
}
