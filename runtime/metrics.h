/* One moment of all counts of a factory, added up over its shards. */
#ifndef RUNTIME_METRICS_H
#define RUNTIME_METRICS_H

#include "runtime/factory.h"

struct snapshot {
	uint64_t of[COUNTER_COUNT];
	struct histogram_sum created, scoped;
	uint64_t engines, users, outbox_events, arena_bytes;
	uint64_t audit_lag, audit_records, subs;
	bool audit;
};

/* Each shard under its lock: engines created, cleaned and active agree in the sum as they do in each shard. */
void snapshot_take(eef_factory *factory, struct snapshot *ret);
uint64_t snapshot_cleaned(const struct snapshot *snapshot);
uint64_t snapshot_sum(const struct snapshot *snapshot, enum counter first, enum counter last);

/* Gauges beside the counters, in the order of their output. */
struct gauge {
	const char *name, *help;
	uint64_t value;
};
#define GAUGE_COUNT 10
void snapshot_gauges(const struct snapshot *snapshot, struct gauge ret[GAUGE_COUNT]);

#endif
