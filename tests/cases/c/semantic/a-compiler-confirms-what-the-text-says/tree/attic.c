#include "boiler.h"

#include <stdlib.h>

struct boiler *attic_heater;

void attic_open(void)
{
	attic_heater = malloc(sizeof(struct boiler));
	attic_heater->litres = 40;
	attic_heater->is_lit = 1;
}
