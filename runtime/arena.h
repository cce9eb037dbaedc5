/* The memory of engines: one mapping for all slots, each with a guard page, handed out by bumping a pointer. */
#ifndef RUNTIME_ARENA_H
#define RUNTIME_ARENA_H

#include "runtime/common.h"

/*
 * pool   reserved once at configure, so that no system call is on the way of a create; not in core dumps
 * arena  one slot's part of it: canary, data ..., canary at the high-water mark; larger needs get blocks of malloc
 *
 * All that arena_take() gives is zeroed, since arena_wipe() leaves only zeros: it wipes up to the high-water mark.
 * An arena has no lock: slot.h says who may use it when.
 */

#define ARENA_CANARY 16
#define POOL_GUARDED_MAX 30000 /* slots; each guard makes two mappings of the 65,530 that Linux gives */

struct pool {
	char *base; /* NULL when not mapped */
	size_t mapped, stride;
	uint32_t arena_bytes, slots;
	unsigned char key[ARENA_CANARY];
};

/* The limits were checked. EEF_E_NOMEM from the system; then nothing is mapped. */
eef_status pool_map(struct pool *pool, uint32_t slots, uint32_t arena_bytes, uint32_t flags);
void pool_unmap(struct pool *pool); /* wiped already, arena by arena; a pool not mapped is fine */

struct block;

struct arena {
	char *base; /* NULL between wipe and the next open */
	uint32_t used, size;
	size_t blocks_bytes, quota;
	struct block *blocks;
	unsigned char canary[ARENA_CANARY];
};

/* Opens slot `index` of the pool for generation `generation`. */
void arena_open(struct arena *arena, const struct pool *pool, uint32_t index, uint64_t generation, size_t quota);

/* Zeroed memory; NULL above the quota, when align is no power of two up to 4096, or when malloc fails. */
void *arena_take(struct arena *arena, size_t size, size_t align);
char *arena_copy(struct arena *arena, const char *bytes, size_t len); /* with a NUL after it */

bool arena_is_whole(const struct arena *arena); /* no canary was touched */
size_t arena_bytes(const struct arena *arena);  /* in use, blocks too */
void arena_shed(struct arena *arena);           /* wipes and frees the larger blocks only */

/* And closes; closed is fine. Not whole: wiped to its end, as something may lie beyond the high-water mark. */
void arena_wipe(struct arena *arena, bool whole);

#endif
