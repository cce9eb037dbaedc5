/* A parallel for-loop over items: threads come for the call and go with it. */
#ifndef BASE_POOL_H
#define BASE_POOL_H

#include "base/base.h"

/*
 * Calls work(context, worker, item) for every item in [0, count), on at most
 * `jobs` threads (the caller's is one of them; 0 = number of usable CPUs).
 * Items are taken in increasing order in small batches; worker is in
 * [0, jobs) and names the thread, for per-thread scratch memory. Returns when
 * all are done. The result of a run must not depend on the order: write into
 * slot `item`, merge afterwards. When *cancel (may be NULL) becomes true no
 * further item is started.
 */
typedef void pool_work(void *context, unsigned worker, size_t item);
void pool_run(unsigned jobs, size_t count, pool_work *work, void *context, const volatile bool *cancel);

unsigned pool_cpus(void);

/* What pool_run() would use for this request: never more threads than items, at least 1. */
unsigned pool_jobs(unsigned jobs, size_t count);

#endif
