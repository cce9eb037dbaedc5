/* Series for scratch values, and blocks of memory to put them in. */
#ifndef CORE_POOL_H
#define CORE_POOL_H

#include "archive/archive.h"

struct block {
	size_t size, used;
	unsigned char *bytes;
};

struct block *block_new(size_t size);
void block_free(struct block *b);
void *block_take(struct block *b, size_t size);

static inline struct series *pool_series(void)
{
	return archive_series("pool", 16);
}

#endif
