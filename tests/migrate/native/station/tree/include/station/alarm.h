/* An alarm: says once that a limit was passed. */
#ifndef STATION_ALARM_H
#define STATION_ALARM_H

#include <stdbool.h>

struct alarm {
	double limit;
	bool is_raised;
	unsigned times;
};

struct alarm *alarm_new(double limit);
void alarm_free(struct alarm *a);
bool alarm_see(struct alarm *a, double value); /* true when it is raised by this value */

#endif
