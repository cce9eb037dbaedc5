#include <string.h>

#include "tally_impl.h"

/* Cut off where it is too long. */
void tally_set_name(tally_t *t, const char *name)
{
	strncpy(t->name, name, TALLY_NAME - 1);
	t->name[TALLY_NAME - 1] = '\0';
}
