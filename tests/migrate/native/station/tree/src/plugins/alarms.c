#include <stdlib.h>

#include "plugins/plugins.h"

struct alarm *frost_alarm(double limit)
{
	struct alarm *a = malloc(sizeof *a);
	if (!a)
		return NULL;
	a->limit = limit;
	a->is_raised = false;
	a->times = 0;
	return a;
}

/* Rings from the start: nobody looks at the display in a storm. */
struct alarm *storm_alarm(double limit)
{
	struct alarm *a = malloc(sizeof *a);
	if (!a)
		return NULL;
	a->limit = limit;
	a->is_raised = true;
	a->times = 1;
	return a;
}
