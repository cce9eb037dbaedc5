#include <stdlib.h>

#include "lamp.h"

/* canonry: ignore-block[CN102] the hall has its own pool
 * of lamps */
static struct lamp *
hall_light(struct lamp **out)
{
	struct lamp *lamp = malloc(sizeof(struct lamp));

	*out = lamp;
	return lamp;
}

int hall_open(struct lamp **out) // canonry: fixme[CN102] the same
{
	struct lamp *lamp = malloc(sizeof(struct lamp));

	*out = lamp;
	return hall_light(out) != 0;
}
