/* Uses of deprecated names: a process-wide table that only grows, up to 256. */
#ifndef RUNTIME_SHIM_H
#define RUNTIME_SHIM_H

#include "runtime/common.h"

struct shim_use {
	const char *symbol, *replacement;
	uint64_t count, first, last; /* seconds of UTC; 0 = never */
};

/* In the order in which they were registered; no lock is held. */
void shim_each(void (*fn)(void *arg, const struct shim_use *use), void *arg);

#endif
