/* An arena: many small allocations that die together. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/str.h"

/*
 * Canonry knows three lifetimes: the run, one file, and scratch. Each has an
 * arena; nothing that lives in one is freed by itself. Memory comes zeroed and
 * aligned to 16 bytes. A zeroed struct arena is a valid empty one. An arena
 * belongs to one thread at a time.
 */
struct arena {
	struct arena_chunk *chunk; /* newest first */
	char *next, *end;
	size_t total; /* bytes handed out, for statistics */
};

void arena_release(struct arena *a);

/* Forget everything but keep one chunk for reuse. */
void arena_reset(struct arena *a);

void *arena_alloc(struct arena *a, size_t size);
#define arena_new(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define arena_array(a, type, count) ((type *)arena_alloc((a), arena_size((count), sizeof(type))))

/* count * size; aborts on overflow. */
size_t arena_size(size_t count, size_t size);

/* A copy, NUL-terminated behind its length so that OS calls may take .ptr. */
struct str arena_str(struct arena *a, struct str text);
struct str arena_printf(struct arena *a, const char *format, ...) PRINTF_LIKE(2, 3);

/* The items of a finished vector, copied into the arena (NULL when len is 0). */
void *arena_copy(struct arena *a, const void *items, size_t count, size_t size);

/* The same for a VEC, into a pointer and a uint32_t. */
#define arena_take(a, v, ret_items, ret_count) \
	((ret_count) = (uint32_t)(v)->len, (ret_items) = arena_copy((a), (v)->items, (v)->len, sizeof(*(v)->items)))

#endif
