/* Chunks of zeroed memory, handed out front to back. */
#include "base/arena.h"
#include "base/base.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ARENA_ALIGN 16
#ifndef ARENA_FIRST_CHUNK /* hostile builds make it tiny */
#define ARENA_FIRST_CHUNK ((size_t)16 << 10)
#endif
#ifndef ARENA_LARGEST_CHUNK
#define ARENA_LARGEST_CHUNK ((size_t)1 << 20)
#endif

/* Tell the sanitizer what is handed out; without it, an overrun inside a chunk goes unseen. */
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

struct arena_chunk {
	struct arena_chunk *older;
	size_t size; /* of data */
	_Alignas(ARENA_ALIGN) char data[];
};

#define ARENA_POPULATE ((size_t)256 << 10) /* chunks from this size on will most likely be filled */

/*
 * Ask for the pages of a large chunk at once. Page by page each costs a fault,
 * and one more, with a word to the other processors, when it is read before it
 * is written. Kernels that do not know the advice go on as before.
 */
static void populate(const char *data, size_t size)
{
#ifdef MADV_POPULATE_WRITE
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = ((uintptr_t)data + page - 1) & ~(page - 1);
	uintptr_t end = ((uintptr_t)data + size) & ~(page - 1);

	if (size >= ARENA_POPULATE && end > start)
		(void)madvise((void *)start, end - start, MADV_POPULATE_WRITE);
#else
	(void)data;
	(void)size;
#endif
}

static struct arena_chunk *chunk_new(size_t size)
{
	struct arena_chunk *chunk;

	if (size > SIZE_MAX - sizeof(*chunk))
		size = SIZE_MAX - sizeof(*chunk); /* xcalloc() refuses it */
	chunk = xcalloc(1, sizeof(*chunk) + size);
	chunk->size = size;
	populate(chunk->data, size);
	ASAN_POISON_MEMORY_REGION(chunk->data, size);
	return chunk;
}

static void chunk_free(struct arena_chunk *chunk)
{
	ASAN_UNPOISON_MEMORY_REGION(chunk->data, chunk->size);
	free(chunk);
}

static void free_chunks(struct arena_chunk *chunk)
{
	while (chunk) {
		struct arena_chunk *older = chunk->older;

		chunk_free(chunk);
		chunk = older;
	}
}

void arena_release(struct arena *a)
{
	if (!a)
		return;
	free_chunks(a->chunk);
	*a = (struct arena){ 0 };
}

void arena_reset(struct arena *a)
{
	struct arena_chunk *keep = a->chunk;
	size_t used;

	/* One huge file must not hold its memory for the rest of the run. */
	if (!keep || keep->size > ARENA_LARGEST_CHUNK) {
		arena_release(a);
		return;
	}
	free_chunks(keep->older);
	used = (size_t)(a->next - keep->data);
	ASAN_UNPOISON_MEMORY_REGION(keep->data, used);
	memset(keep->data, 0, used);
	ASAN_POISON_MEMORY_REGION(keep->data, used);
	keep->older = NULL;
	a->next = keep->data;
	a->end = keep->data + keep->size;
	a->total = 0;
}

/* A large item gets a chunk of its own, put behind the newest, whose rest stays in use. */
static void *alloc_apart(struct arena *a, size_t size)
{
	struct arena_chunk *chunk = chunk_new(size);

	if (a->chunk) {
		chunk->older = a->chunk->older;
		a->chunk->older = chunk;
	} else {
		a->chunk = chunk;
		a->next = a->end = chunk->data + chunk->size;
	}
	return chunk->data;
}

static void *alloc_slow(struct arena *a, size_t size)
{
	size_t chunk_size = a->chunk ? MIN(a->chunk->size * 2, ARENA_LARGEST_CHUNK) : ARENA_FIRST_CHUNK;
	struct arena_chunk *chunk;

	if (size > chunk_size / 4)
		return alloc_apart(a, size);
	chunk = chunk_new(chunk_size);
	chunk->older = a->chunk;
	a->chunk = chunk;
	a->next = chunk->data + size;
	a->end = chunk->data + chunk->size;
	return chunk->data;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t rounded = (MAX(size, (size_t)1) + (ARENA_ALIGN - 1)) & ~(size_t)(ARENA_ALIGN - 1);
	void *memory;

	if (rounded < size)
		rounded = SIZE_MAX; /* xcalloc() refuses it */
	if (rounded <= (size_t)(a->end - a->next)) {
		memory = a->next;
		a->next += rounded;
	} else {
		memory = alloc_slow(a, rounded);
	}
	a->total += size;
	ASAN_UNPOISON_MEMORY_REGION(memory, size);
	return memory;
}

size_t arena_size(size_t count, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(count, size, &bytes))
		BUG("an arena array of %zu x %zu bytes", count, size);
	return bytes;
}

struct str arena_str(struct arena *a, struct str text)
{
	char *copy = arena_alloc(a, text.len + 1);

	if (text.len)
		memcpy(copy, text.ptr, text.len);
	return (struct str){ copy, text.len };
}

struct str arena_printf(struct arena *a, const char *format, ...)
{
	va_list args, again;
	char *text;
	int len;

	va_start(args, format);
	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		BUG("cannot format \"%s\"", format);
	text = arena_alloc(a, (size_t)len + 1);
	vsnprintf(text, (size_t)len + 1, format, again);
	va_end(again);
	return (struct str){ text, (size_t)len };
}

void *arena_copy(struct arena *a, const void *items, size_t count, size_t size)
{
	size_t bytes = arena_size(count, size);

	if (bytes == 0)
		return NULL;
	return memcpy(arena_alloc(a, bytes), items, bytes);
}
