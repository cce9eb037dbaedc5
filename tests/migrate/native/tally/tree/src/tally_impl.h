/* What a tally is; private to the library. */
#ifndef TALLY_IMPL_H
#define TALLY_IMPL_H

#include "tally.h"

#define TALLY_NAME 24

struct tally {
	char name[TALLY_NAME];
	unsigned total, limit;
};

void tally_set_name(tally_t *t, const char *name);

#endif
