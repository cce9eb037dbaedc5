/* A hash map from 64-bit keys to 32-bit values: ids, offsets, hashes. */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/base.h"

/*
 * Open addressing, power-of-two size. Zeroed is valid and empty. No removal.
 * Iteration order is not defined: sort before anything is shown.
 */
struct map {
	uint64_t *keys;
	uint32_t *values;
	uint8_t *used;
	size_t len, cap;
};

void map_release(struct map *m);
void map_clear(struct map *m);

/* Sets or replaces. */
void map_set(struct map *m, uint64_t key, uint32_t value);

/* NONE when absent. */
uint32_t map_get(const struct map *m, uint64_t key);
bool map_has(const struct map *m, uint64_t key);

/* True when the key is new; an existing value stays. */
bool map_add(struct map *m, uint64_t key, uint32_t value);

/* Two ids in one key. */
static inline uint64_t map_pair(uint32_t high, uint32_t low)
{
	return (uint64_t)high << 32 | low;
}

#endif
