#define _POSIX_C_SOURCE 200809L
#include "port/clock.h"

#include <stdlib.h>
#include <time.h>

struct clock {
	struct timespec start;
};

struct clock *clock_new(void)
{
	struct clock *c = malloc(sizeof *c);
	if (c)
		clock_gettime(CLOCK_MONOTONIC, &c->start);
	return c;
}

void clock_free(struct clock *c)
{
	free(c);
}

double clock_seconds(const struct clock *c)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)(now.tv_sec - c->start.tv_sec) + (double)(now.tv_nsec - c->start.tv_nsec) / 1e9;
}
