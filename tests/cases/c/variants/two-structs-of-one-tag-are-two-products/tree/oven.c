#include <stdlib.h>

struct state {
	int heat;
};

struct state *oven_state(int heat)
{
	struct state *s = malloc(sizeof(*s));

	s->heat = heat;
	return s;
}
