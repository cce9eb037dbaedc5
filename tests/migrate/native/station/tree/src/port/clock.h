/* A clock that can be stopped. */
#ifndef PORT_CLOCK_H
#define PORT_CLOCK_H

struct clock;

struct clock *clock_new(void);
void clock_free(struct clock *c);
double clock_seconds(const struct clock *c);

#endif
