#include "port/clock.h"

#include <stdlib.h>
#include <windows.h>

struct clock {
	ULONGLONG start;
};

struct clock *clock_new(void)
{
	struct clock *c = malloc(sizeof *c);
	if (c)
		c->start = GetTickCount64();
	return c;
}

void clock_free(struct clock *c)
{
	free(c);
}

double clock_seconds(const struct clock *c)
{
	return (double)(GetTickCount64() - c->start) / 1e3;
}
