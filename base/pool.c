/* Threads that share one counter of items. */
#include "base/pool.h"
#include "base/base.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#define POOL_MAX_JOBS 256                  /* more threads only cost memory */
#define POOL_MAX_BATCH 16                  /* one slow file must not hold many others back */
#define POOL_STACK_BYTES ((size_t)8 << 20) /* as the main thread's: parsers recurse */

struct pool {
	atomic_size_t next; /* first item that nobody has taken */
	size_t count, batch;
	pool_work *work;
	void *context;
	const volatile bool *cancel;
};

struct pool_thread {
	struct pool *pool;
	unsigned worker;
	pthread_t thread;
};

static bool is_cancelled(const struct pool *pool)
{
	return pool->cancel && __atomic_load_n(pool->cancel, __ATOMIC_RELAXED);
}

static void take_items(struct pool *pool, unsigned worker)
{
	for (;;) {
		size_t start = atomic_fetch_add_explicit(&pool->next, pool->batch, memory_order_relaxed);
		size_t end;

		if (start >= pool->count)
			return;
		end = start + MIN(pool->batch, pool->count - start);
		for (size_t item = start; item < end; item++) {
			if (is_cancelled(pool))
				return;
			pool->work(pool->context, worker, item);
		}
	}
}

static void *run_thread(void *data)
{
	const struct pool_thread *thread = data;

	take_items(thread->pool, thread->worker);
	return NULL;
}

/* A thread that cannot be had is no failure: the others do its share. */
static unsigned start_threads(struct pool *pool, struct pool_thread *threads, unsigned count)
{
	pthread_attr_t attributes;
	unsigned started = 0;

	if (pthread_attr_init(&attributes))
		return 0;
	pthread_attr_setstacksize(&attributes, POOL_STACK_BYTES);
	while (started < count) {
		struct pool_thread *thread = &threads[started];

		thread->pool = pool;
		thread->worker = started + 1;
		if (pthread_create(&thread->thread, &attributes, run_thread, thread))
			break;
		started++;
	}
	pthread_attr_destroy(&attributes);
	return started;
}

void pool_run(unsigned jobs, size_t count, pool_work *work, void *context, const volatile bool *cancel)
{
	struct pool pool = { .count = count, .work = work, .context = context, .cancel = cancel };
	struct pool_thread *threads;
	unsigned started;

	jobs = pool_jobs(jobs, count);
	pool.batch = MAX((size_t)1, MIN(count / jobs / 8, (size_t)POOL_MAX_BATCH));
	if (jobs == 1) {
		take_items(&pool, 0);
		return;
	}
	threads = xcalloc(jobs - 1, sizeof(*threads));
	started = start_threads(&pool, threads, jobs - 1);
	take_items(&pool, 0);
	for (unsigned i = 0; i < started; i++)
		pthread_join(threads[i].thread, NULL);
	free(threads);
}

unsigned pool_cpus(void)
{
	cpu_set_t usable;
	long online;

	if (sched_getaffinity(0, sizeof(usable), &usable) == 0)
		return (unsigned)MAX(CPU_COUNT(&usable), 1);
	online = sysconf(_SC_NPROCESSORS_ONLN);
	return online > 0 ? (unsigned)online : 1;
}

unsigned pool_jobs(unsigned jobs, size_t count)
{
	size_t wanted = jobs ? jobs : pool_cpus();

	wanted = MIN(wanted, (size_t)POOL_MAX_JOBS);
	wanted = MIN(wanted, count);
	return (unsigned)MAX(wanted, (size_t)1);
}
