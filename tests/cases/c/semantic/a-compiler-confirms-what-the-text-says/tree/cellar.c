#include "boiler.h"

#include <stdlib.h>

#ifdef LARGE
#define LITRES 300
#else
#define LITRES 120
#endif

static struct boiler *heater;

void cellar_open(void)
{
	heater = malloc(sizeof(struct boiler));
	heater->litres = LITRES;
	heater->is_lit = 1;
}

struct boiler *cellar_heater(void)
{
	return heater;
}
