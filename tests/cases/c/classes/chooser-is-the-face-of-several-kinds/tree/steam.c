#include <stdlib.h>

#include "engine.h"

struct engine *steam_new(int power)
{
	struct engine *e = malloc(sizeof(*e));

	e->kind = 2;
	e->power = power * 2;
	return e;
}
