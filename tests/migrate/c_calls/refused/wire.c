#include "wire.h"

#include <stdlib.h>

#define STEP 1
#define NOTE(w) ((w)->line = 0)

int wires;

struct wire *wire_new(int port)
{
	struct wire *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	w->port = port + STEP;
	NOTE(w);
	return w;
}
