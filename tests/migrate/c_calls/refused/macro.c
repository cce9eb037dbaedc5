/* The same words, and a macro of its own. */
#include "wire.h"

#include <stdlib.h>

#define STEP 2
#define NOTE(w) ((w)->line = 0)

struct wire *wire_open(int port)
{
	struct wire *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	w->port = port + STEP;
	NOTE(w);
	return w;
}
