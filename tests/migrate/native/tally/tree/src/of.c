#include <stdarg.h>
#include <stdlib.h>

#include "tally_impl.h"

tally_t *tally_of(const char *name, size_t count, ...)
{
	tally_t *t = calloc(1, sizeof(*t));
	va_list counts;
	if (t == NULL)
		return NULL;
	tally_set_name(t, name);
	va_start(counts, count);
	while (count-- > 0)
		t->total += va_arg(counts, unsigned);
	va_end(counts);
	return t;
}
