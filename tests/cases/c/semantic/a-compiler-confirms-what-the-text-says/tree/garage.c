#include "boiler.h"

#include <stdlib.h>

struct boiler *garage_heater;

void garage_open(void)
{
	garage_heater = malloc(sizeof(struct boiler));
	garage_heater->litres = 60;
	garage_heater->is_lit = 1;
}
