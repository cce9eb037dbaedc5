#include <stdlib.h>


struct worker_pool {
	int count, is_done, todo;
	int *slots;
};

void mix(void (*work)(void));

static struct worker_pool *worker_pool_new(int count);
static void worker_pool_run(struct worker_pool *pool, void (*work)(void));
static void worker_pool_free(struct worker_pool *pool);

static struct worker_pool *worker_pool_new(int count)
{
	struct worker_pool *pool = calloc(1, sizeof(*pool));

	if (!pool)
		return NULL;
	if (count <= 0)
		count = 4;
	pool->count = count;
	pool->slots = calloc((size_t)count, sizeof(int));
	pool->is_done = 0;
	pool->todo = -1;
	for (int i = 0; pool->slots && i < count; i++)
		pool->slots[i] = i;
	return pool;
}

static void worker_pool_run(struct worker_pool *pool, void (*work)(void))
{
	for (int i = 0; i < pool->count; i++)
		work();
}

static void worker_pool_free(struct worker_pool *pool)
{
	free(pool->slots);
	free(pool);
}

void mix(void (*work)(void))
{
	struct worker_pool *pool = worker_pool_new(2);

	if (!pool)
		return;
	worker_pool_run(pool, work);
	worker_pool_free(pool);
}
