#include "lamp/state.h"

#include <stdlib.h>

state_t *lamp_state_new(int colour)
{
	state_t *s = malloc(sizeof(*s));

	s->is_on = 0;
	s->colour = colour;
	return s;
}
