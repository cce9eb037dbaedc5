/* How long things took: log-linear buckets. */
#include "runtime/histogram.h"

/* Values below 8 have a bucket each; then octave o, in eight parts, starts at bucket 8 * (o - 2). */
size_t histogram_bucket(uint64_t value)
{
	size_t octave, bucket;

	if (value < 8)
		return (size_t)value;
	octave = 63 - (size_t)__builtin_clzll(value);
	bucket = 8 * (octave - 2) + (size_t)(value >> (octave - 3) & 7);
	return bucket < HISTOGRAM_BUCKETS ? bucket : HISTOGRAM_BUCKETS - 1;
}

uint64_t histogram_top(size_t bucket)
{
	size_t octave = bucket / 8 + 2;

	if (bucket < 8)
		return bucket;
	return ((8 + (uint64_t)bucket % 8 + 1) << (octave - 3)) - 1;
}

void histogram_record(struct histogram *histogram, uint64_t value)
{
	atomic_fetch_add_explicit(&histogram->buckets[histogram_bucket(value)], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&histogram->sum, value, memory_order_relaxed);
}

void histogram_add_to(const struct histogram *histogram, struct histogram_sum *sum)
{
	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		uint64_t count = atomic_load_explicit(&histogram->buckets[i], memory_order_relaxed);

		sum->buckets[i] += count;
		sum->count += count;
	}
	sum->sum += atomic_load_explicit(&histogram->sum, memory_order_relaxed);
}

uint64_t histogram_quantile(const struct histogram_sum *sum, double quantile)
{
	uint64_t rank = (uint64_t)(quantile * (double)sum->count), seen = 0;

	for (size_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
		seen += sum->buckets[i];
		if (seen > rank || (seen == sum->count && seen > 0))
			return histogram_top(i);
	}
	return 0;
}

uint64_t histogram_below(const struct histogram_sum *sum, uint64_t limit)
{
	uint64_t seen = 0;

	for (size_t i = 0; i < HISTOGRAM_BUCKETS && histogram_top(i) <= limit; i++)
		seen += sum->buckets[i];
	return seen;
}
