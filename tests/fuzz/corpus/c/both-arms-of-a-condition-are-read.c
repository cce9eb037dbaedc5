#ifndef BOTH_ARMS
#define BOTH_ARMS
#include <stdlib.h>
#ifdef WITH_CLOCK
#include <time.h> /* IWYU pragma: export */
#endif

struct clock {
	long now;
};

#ifdef WITH_CLOCK
static struct clock *clock_make(long now, int zone)
#else
static struct clock *clock_make(long now)
#endif
{
	struct clock *c = malloc(sizeof(*c));
#ifdef WITH_CLOCK
	if (zone) {
		c->now = now + zone;
	} else {
#else
	if (now) {
#endif
		c->now = now;
	}
	return c;
}

#if 0
It's no C at all in here: "
struct clock *clock_old(void) { return malloc(1); }
#elif defined(OTHER) && \
	!defined(WITH_CLOCK)
struct clock *clock_other(void)
{
	return clock_make(1);
}
#else
int clock_none;
#endif
#endif
