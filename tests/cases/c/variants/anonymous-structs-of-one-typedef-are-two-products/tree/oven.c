#include <stdlib.h>

typedef struct {
	int heat;
} State;

State *oven_state(int heat)
{
	State *s = malloc(sizeof(State));

	s->heat = heat;
	return s;
}
