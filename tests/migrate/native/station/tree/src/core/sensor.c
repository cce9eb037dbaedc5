#include <station/sensor.h>

#include <stdlib.h>

#include "core/text.h"

struct sensor *sensor_new(const char *label, enum quantity quantity)
{
	struct sensor *s = calloc(1, sizeof(struct sensor));
	if (!s)
		return NULL;
	s->label = text_copy(label);
	s->quantity = quantity;
	s->offset = quantity == QUANTITY_TEMPERATURE ? -0.5 : 0.0;
	return s;
}

void sensor_free(struct sensor *s)
{
	if (s)
		free(s->label);
	free(s);
}

double sensor_read(struct sensor *s, double raw)
{
	s->last = raw + s->offset;
	return s->last;
}
