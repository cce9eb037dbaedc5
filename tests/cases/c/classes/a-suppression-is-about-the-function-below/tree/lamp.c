#include "lamp.h"

#include <stdlib.h>

struct lamp *lamp_new(int watts)
{
	struct lamp *lamp = malloc(sizeof(struct lamp));

	lamp->watts = watts;
	return lamp;
}
