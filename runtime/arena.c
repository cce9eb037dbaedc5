/* The memory of engines: mapping, bumping, canaries, wiping. */
#include "runtime/arena.h"

#include <sys/mman.h>
#include <unistd.h>

struct block {
	struct block *next;
	size_t size, align;
	alignas(16) unsigned char canary[ARENA_CANARY];
};

static bool open_slots(const struct pool *pool)
{
	bool ok = true;

	for (uint32_t i = 0; i < pool->slots && ok; i++)
		ok = mprotect(pool->base + i * pool->stride, pool->arena_bytes, PROT_READ | PROT_WRITE) == 0;
	return ok;
}

eef_status pool_map(struct pool *pool, uint32_t slots, uint32_t arena_bytes, uint32_t flags)
{
	size_t page = (size_t)sysconf(_SC_PAGESIZE), guard = flags & EEF_F_NO_GUARD ? 0 : page;
	struct pool made = { .arena_bytes = arena_bytes, .slots = slots, .stride = arena_bytes + guard };

	made.mapped = guard + made.stride * slots;
	made.base = mmap(NULL, made.mapped, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (made.base == MAP_FAILED)
		return EEF_E_NOMEM;
	made.base += guard; /* one in front of the first slot, too */
	randombytes_buf(made.key, sizeof(made.key));
	if (!open_slots(&made) || madvise(made.base - guard, made.mapped, MADV_DONTDUMP) != 0 ||
		(flags & EEF_F_MLOCK && mlock(made.base, made.mapped - guard) != 0)) {
		munmap(made.base - guard, made.mapped);
		return EEF_E_NOMEM;
	}
	*pool = made;
	return EEF_OK;
}

void pool_unmap(struct pool *pool)
{
	if (pool->base)
		munmap(pool->base - (pool->stride - pool->arena_bytes), pool->mapped);
	sodium_memzero(pool, sizeof(*pool));
}

/* The tail canary comes right after what is used; the next arena_take() overwrites and moves it. */
static void put_tail(struct arena *arena)
{
	memcpy(arena->base + arena->used, arena->canary, ARENA_CANARY);
}

void arena_open(struct arena *arena, const struct pool *pool, uint32_t index, uint64_t generation, size_t quota)
{
	uint64_t salt[2] = { index, generation };

	arena->base = pool->base + index * pool->stride;
	arena->size = pool->arena_bytes;
	arena->quota = quota;
	arena->used = ARENA_CANARY;
	for (size_t i = 0; i < ARENA_CANARY; i++)
		arena->canary[i] = pool->key[i] ^ ((unsigned char *)salt)[i];
	memcpy(arena->base, arena->canary, ARENA_CANARY);
	put_tail(arena);
}

static size_t block_bytes(const struct block *block)
{
	return sizeof(*block) + block->align + block->size + ARENA_CANARY;
}

static char *block_data(struct block *block)
{
	uintptr_t start = (uintptr_t)(block + 1);

	return (char *)(block + 1) + (-start & (block->align - 1));
}

static void *take_block(struct arena *arena, size_t size, size_t align)
{
	struct block head = { .next = arena->blocks, .size = size, .align = align }, *block;
	size_t bytes = block_bytes(&head);

	if (arena->size + arena->blocks_bytes + bytes > arena->quota)
		return NULL;
	block = calloc(1, bytes);
	if (!block)
		return NULL;
	*block = head;
	memcpy(block->canary, arena->canary, ARENA_CANARY);
	memcpy(block_data(block) + size, arena->canary, ARENA_CANARY);
	arena->blocks = block;
	arena->blocks_bytes += bytes;
	return block_data(block);
}

void *arena_take(struct arena *arena, size_t size, size_t align)
{
	size_t start = (arena->used + align - 1) & ~(align - 1);

	if (align == 0 || align > 4096 || (align & (align - 1)) != 0 || size > arena->quota)
		return NULL;
	if (start + size + ARENA_CANARY > arena->size)
		return take_block(arena, size, align < 16 ? 16 : align);
	memset(arena->base + arena->used, 0, ARENA_CANARY);
	arena->used = (uint32_t)(start + size);
	put_tail(arena);
	return arena->base + start;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t len)
{
	char *copy = arena_take(arena, len + 1, 1);

	if (copy)
		memcpy(copy, bytes, len);
	return copy;
}

bool arena_is_whole(const struct arena *arena)
{
	bool whole = memcmp(arena->base, arena->canary, ARENA_CANARY) == 0 &&
		memcmp(arena->base + arena->used, arena->canary, ARENA_CANARY) == 0;

	for (struct block *block = arena->blocks; block && whole; block = block->next)
		whole = memcmp(block->canary, arena->canary, ARENA_CANARY) == 0 &&
			memcmp(block_data(block) + block->size, arena->canary, ARENA_CANARY) == 0;
	return whole;
}

size_t arena_bytes(const struct arena *arena)
{
	return arena->used + ARENA_CANARY + arena->blocks_bytes;
}

void arena_shed(struct arena *arena)
{
	while (arena->blocks) {
		struct block *block = arena->blocks;

		arena->blocks = block->next;
		sodium_memzero(block, block_bytes(block));
		free(block);
	}
	arena->blocks_bytes = 0;
}

void arena_wipe(struct arena *arena, bool whole)
{
	sodium_memzero(arena->base, whole ? arena->used + ARENA_CANARY : arena->size);
	arena_shed(arena);
	*arena = (struct arena){ 0 };
}
