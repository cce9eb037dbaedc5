/* A slot: the place of one engine at a time. */
#ifndef RUNTIME_SLOT_H
#define RUNTIME_SLOT_H

#include "runtime/arena.h"
#include "runtime/word.h"

/*
 * Slots stay mapped for the life of the process, so any handle may be looked up.
 *
 * Who may touch what
 * word                      everybody, by word_do()
 * user, run_id, metadata    written before the slot is ACTIVE and after its last pin; read under a pin or the shard's lock
 * next, sibling             under the shard's lock
 * arena, defers, values     under `lock`, and a pin
 * run                       under the lock of the user's outbox
 * reason                    by the closer, who holds a pin; then by the wiper
 */

#define SLOT_NONE UINT32_MAX

struct user;
struct run;
struct defer;
struct value;

struct slot {
	alignas(CACHE_LINE) _Atomic uint64_t word;
	_Atomic uint64_t touched_ms, created_ms;
	uint64_t created_ns; /* created_ns 0: not one of those that are timed */
	struct user *user;
	struct slot *sibling; /* the next engine of the same user */
	const char *run_id, *metadata, *parent;
	uint32_t run_len, metadata_len;
	uint32_t index, next; /* next: free slot */
	int reason;
	_Atomic bool begun; /* a run may have; set before it is certain, and never back */
	uint32_t values_count;
	struct run *run;
	struct defer *defers;
	struct value *values;
	struct arena arena;
	pthread_mutex_t lock;
};

static inline eef_engine slot_handle(const struct slot *slot, uint64_t generation)
{
	return (eef_engine){ (uint64_t)slot->index << 48 | generation };
}

static inline uint32_t engine_index(eef_engine engine)
{
	return (uint32_t)(engine.v >> 48);
}

static inline uint64_t engine_generation(eef_engine engine)
{
	return engine.v & WORD_GENERATION_MAX;
}

#endif
