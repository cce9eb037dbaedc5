/* What the library counts: a relaxed atomic for each line of counters.def, one set per shard. */
#ifndef RUNTIME_COUNTERS_H
#define RUNTIME_COUNTERS_H

#include "runtime/common.h"

enum counter {
#define COUNTER(id, family, label, help) COUNT_##id,
#include "runtime/counters.def"
#undef COUNTER
	COUNTER_COUNT
};

struct counters {
	_Atomic uint64_t of[COUNTER_COUNT];
};

struct counter_info {
	const char *family, *label, *help;
};
extern const struct counter_info counter_infos[COUNTER_COUNT];

static inline void count_many(struct counters *counters, enum counter which, uint64_t n)
{
	atomic_fetch_add_explicit(&counters->of[which], n, memory_order_relaxed);
}

static inline void count(struct counters *counters, enum counter which)
{
	count_many(counters, which, 1);
}

/* Of a counter that only changes under its shard's lock. */
static inline void count_locked(struct counters *counters, enum counter which)
{
	uint64_t n = atomic_load_explicit(&counters->of[which], memory_order_relaxed);

	atomic_store_explicit(&counters->of[which], n + 1, memory_order_relaxed);
}

static inline uint64_t counter_get(const struct counters *counters, enum counter which)
{
	return atomic_load_explicit(&counters->of[which], memory_order_relaxed);
}

#endif
