#include "video.h"

#include <stdlib.h>

struct worker_pool {
	int count, is_done;
	int *slots;
	const char *owner;
};

struct worker_pool *worker_pool_new(int count, const char *owner)
{
	struct worker_pool *pool = calloc(1, sizeof(*pool));

	if (!pool)
		return NULL;
	if (count <= 0)
		count = 4;
	pool->count = count;
	pool->slots = calloc((size_t)count, sizeof(int));
	pool->is_done = 0;
	pool->owner = owner;
	return pool;
}

void worker_pool_run(struct worker_pool *pool, void (*work)(void))
{
	for (int i = 0; i < pool->count; i++)
		work();
}

void worker_pool_free(struct worker_pool *pool)
{
	free(pool->slots);
	free(pool);
}
