#include <stdlib.h>

#include "set_impl.h"

/* For the other files of the library. */
tally_set_t *set_make(void)
{
	tally_set_t *set = malloc(sizeof(*set));
	if (set != NULL)
		set->count = 0;
	return set;
}
