/* What a set is; private to the library. */
#ifndef SET_IMPL_H
#define SET_IMPL_H

#include "tally_set.h"

struct tally_set {
	tally_t *items[8];
	size_t count;
};

tally_set_t *set_make(void);

#endif
