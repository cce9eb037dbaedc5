#include "station/alarm.h"

#include <stdlib.h>

struct alarm *alarm_new(double limit)
{
	struct alarm *a = malloc(sizeof *a);
	if (!a)
		return NULL;
	a->limit = limit;
	a->is_raised = false;
	a->times = 0;
	return a;
}

void alarm_free(struct alarm *a)
{
	free(a);
}

bool alarm_see(struct alarm *a, double value)
{
	bool was_raised = a->is_raised;
	a->is_raised = value > a->limit;
	a->times += a->is_raised && !was_raised;
	return a->is_raised && !was_raised;
}
