#include "memory.h"

#include <stdlib.h>

void *must(size_t size)
{
	void *p = malloc(size);

	if (!p)
		abort();
	return p;
}

void *must_zero(size_t size)
{
	return must(size);
}
