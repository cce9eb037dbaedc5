#include <stdlib.h>

typedef struct {
	int is_on;
} State;

State *lamp_state(int on)
{
	State *s = malloc(sizeof(State));

	s->is_on = on;
	return s;
}
