#include "lamp.h"

#include <stdlib.h>

static struct lamp *hall_lamp(int watts)
{
	struct lamp *found = malloc(sizeof(*found));

	if (found)
		found->watts = watts;
	return found;
}

struct lamp *hall[4];

void hall_light(void)
{
	hall[0] = lamp_new(40);
	hall[1] = lamp_new(60);
	hall[2] = lamp_new(75);
	hall[3] = hall_lamp(60);
}
