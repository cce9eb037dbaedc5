/* Open addressing with linear probing over mixed 64-bit keys. */
#include "base/map.h"
#include "base/base.h"

#include <stdlib.h>
#include <string.h>

#define MAP_FIRST_CAP 16

/* Ids are small and dense; without mixing, pairs of them would pile up in one place. */
static uint64_t mix(uint64_t key)
{
	key ^= key >> 33;
	key *= UINT64_C(0xFF51AFD7ED558CCD);
	key ^= key >> 33;
	key *= UINT64_C(0xC4CEB9FE1A85EC53);
	key ^= key >> 33;
	return key;
}

/* The slot that holds key, or the free one where it belongs. */
static size_t slot_of(const struct map *m, uint64_t key)
{
	size_t mask = m->cap - 1;
	size_t slot = mix(key) & mask;

	while (m->used[slot] && m->keys[slot] != key)
		slot = (slot + 1) & mask;
	return slot;
}

static void grow(struct map *m)
{
	struct map old = *m;

	m->cap = old.cap ? old.cap * 2 : MAP_FIRST_CAP;
	m->keys = xrealloc_array(NULL, m->cap, sizeof(*m->keys));
	m->values = xrealloc_array(NULL, m->cap, sizeof(*m->values));
	m->used = xcalloc(m->cap, sizeof(*m->used));
	for (size_t i = 0; i < old.cap; i++) {
		size_t slot;

		if (!old.used[i])
			continue;
		slot = slot_of(m, old.keys[i]);
		m->keys[slot] = old.keys[i];
		m->values[slot] = old.values[i];
		m->used[slot] = 1;
	}
	map_release(&old);
}

void map_release(struct map *m)
{
	if (!m)
		return;
	free(m->keys);
	free(m->values);
	free(m->used);
	*m = (struct map){ 0 };
}

void map_clear(struct map *m)
{
	if (m->used)
		memset(m->used, 0, m->cap * sizeof(*m->used));
	m->len = 0;
}

/* The slot of key, taken for it when it was absent. */
static size_t slot_for(struct map *m, uint64_t key, bool *ret_new)
{
	size_t slot;

	if (m->len >= m->cap / 4 * 3)
		grow(m);
	slot = slot_of(m, key);
	*ret_new = !m->used[slot];
	if (*ret_new) {
		m->used[slot] = 1;
		m->keys[slot] = key;
		m->len++;
	}
	return slot;
}

void map_set(struct map *m, uint64_t key, uint32_t value)
{
	bool is_new;
	size_t slot = slot_for(m, key, &is_new);

	m->values[slot] = value;
}

bool map_add(struct map *m, uint64_t key, uint32_t value)
{
	bool is_new;
	size_t slot = slot_for(m, key, &is_new);

	if (is_new)
		m->values[slot] = value;
	return is_new;
}

uint32_t map_get(const struct map *m, uint64_t key)
{
	size_t slot;

	if (m->len == 0)
		return NONE;
	slot = slot_of(m, key);
	return m->used[slot] ? m->values[slot] : NONE;
}

bool map_has(const struct map *m, uint64_t key)
{
	return m->len > 0 && m->used[slot_of(m, key)];
}
