#include <stddef.h>

#include "engine.h"

struct engine *engine_new(int kind, int power)
{
	switch (kind) {
	case 2: return steam_new(power);
	case 3: return diesel_new(power);
	case 4: return electric_new(power);
	default: return NULL;
	}
}
