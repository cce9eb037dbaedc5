#include <stdlib.h>

struct state {
	int is_on;
};

struct state *lamp_state(int on)
{
	struct state *s = malloc(sizeof(*s));

	s->is_on = on;
	return s;
}
