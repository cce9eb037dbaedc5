#include "lamp.h"

#include <stdlib.h>

struct lamp *lamp_new(int watts)
{
	struct lamp *l = malloc(sizeof(*l));

	if (l)
		l->watts = watts;
	return l;
}

struct lamp *lamp_create(int watts)
{
	struct lamp *lamp = malloc(sizeof(*lamp));

	if (lamp)
		lamp->watts = watts;
	return lamp;
}

struct lamp *lamp_dim(void)
{
	struct lamp *l = malloc(sizeof(*l));

	if (l)
		l->watts = 5;
	return l;
}
