#ifndef SHARED_H
#define SHARED_H

#include "peer.h"

/* Read by several files. */
static inline struct conn *shared_default(void)
{
	return peer_open("default", 1);
}

int shared_port(const struct conn *c);
void shared_free(struct conn *c);

#endif
