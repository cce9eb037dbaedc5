#include <stdlib.h>

#include "core/text.h"
#include "plugins/plugins.h"

struct sensor *probe_create(const char *label, enum quantity quantity)
{
	struct sensor *s = calloc(1, sizeof(struct sensor));
	if (!s)
		return NULL;
	s->label = text_copy(label);
	s->quantity = quantity;
	s->offset = quantity == QUANTITY_TEMPERATURE ? -0.5 : 0.0;
	return s;
}
