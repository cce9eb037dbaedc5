/* How long things took, in 2.5 KB. */
#ifndef RUNTIME_HISTOGRAM_H
#define RUNTIME_HISTOGRAM_H

#include "runtime/common.h"

/*
 * How long things took, in 2.5 KB: eight buckets an octave, so a value read back is at most 12.5 % off.
 * histogram_record() is one relaxed add, by any thread; readers see a moment that may be torn between buckets.
 */

#define HISTOGRAM_BUCKETS 320 /* up to 2^42 ns, 73 minutes; longer counts as that */

struct histogram {
	_Atomic uint64_t buckets[HISTOGRAM_BUCKETS];
	_Atomic uint64_t sum;
};

/* A plain copy, to add several up and read from. */
struct histogram_sum {
	uint64_t buckets[HISTOGRAM_BUCKETS];
	uint64_t sum, count;
};

size_t histogram_bucket(uint64_t value);
uint64_t histogram_top(size_t bucket); /* the largest value in it */
void histogram_record(struct histogram *histogram, uint64_t value);
void histogram_add_to(const struct histogram *histogram, struct histogram_sum *sum);
uint64_t histogram_quantile(const struct histogram_sum *sum, double quantile); /* 0 when empty */
uint64_t histogram_below(const struct histogram_sum *sum, uint64_t limit);     /* how many in buckets up to limit */

#endif
