/* The same words, and its own line. */
#include "wire.h"

#include <stdlib.h>

#define STEP 1
#define NOTE(w) ((w)->line = __LINE__)

struct wire *wire_noted(int port)
{
	struct wire *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	w->port = port + STEP;
	NOTE(w);
	return w;
}
