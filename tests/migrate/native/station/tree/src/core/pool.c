#include "pool.h"

#include <stdlib.h>

#ifdef STATION_SMALL
static unsigned char small_memory[4096];

struct block *block_new(size_t wanted)
{
	struct block *b = calloc(1, sizeof *b);
	if (!b || wanted > sizeof small_memory)
		return NULL;
	b->size = wanted;
	b->bytes = small_memory;
	return b;
}
#else
struct block *block_new(size_t size)
{
	struct block *b = malloc(sizeof *b);
	if (!b)
		return NULL;
	b->size = size;
	b->used = 0;
	b->bytes = malloc(size);
	return b;
}
#endif

void block_free(struct block *b)
{
#ifndef STATION_SMALL
	if (b)
		free(b->bytes);
#endif
	free(b);
}

void *block_take(struct block *b, size_t size)
{
	if (!b->bytes || b->size - b->used < size)
		return NULL;
	b->used += size;
	return b->bytes + b->used - size;
}
