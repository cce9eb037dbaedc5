/* Growth of typed arrays. */
#include "base/vec.h"
#include "base/base.h"

#define VEC_FIRST_CAP 8 /* most vectors stay short */

void *vec_grow(void *items, size_t *cap, size_t item_size)
{
	size_t grown;

	if (__builtin_mul_overflow(*cap, (size_t)2, &grown))
		grown = SIZE_MAX; /* xrealloc_array() refuses it */
	if (grown == 0)
		grown = VEC_FIRST_CAP;
	items = xrealloc_array(items, grown, item_size);
	*cap = grown;
	return items;
}
