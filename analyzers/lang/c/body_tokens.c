/* A body as normalised tokens: locals and labels numbered, comments, layout and attributes left out. */
#include "base/base.h"
#include "analyzers/lang/c/body.h"

#include <stdlib.h>

#define WINDOW 5 /* tokens in a shingle: as facts.h says */

/* Added to hashes, so that a local is no other token. */
#define SALT_LOCAL UINT64_C(0xC2B2AE3D27D4EB4F)
#define SALT_LABEL UINT64_C(0x165667B19E3779F9)

static uint64_t token_hash(struct body *b, uint32_t i, struct map *labels)
{
	struct str text = cst_text(b->t, i);
	uint64_t hash = str_hash(text);

	if (cst_kind(b->t, i) == CST_IDENTIFIER) {
		uint32_t local = body_local(b, text);

		return local == NONE ? hash : SALT_LOCAL * ((uint64_t)local + 1);
	}
	if (cst_kind(b->t, i) == CST_LABEL_NAME) {
		map_add(labels, hash, (uint32_t)labels->len);
		return SALT_LABEL * ((uint64_t)map_get(labels, hash) + 1);
	}
	return hash;
}

static void collect(struct body *b)
{
	struct map labels = { 0 };

	vec_clear(&b->hashes);
	for (uint32_t i = 0; i < b->t->nodes.len; i++) {
		const struct cst_node *n = &b->t->nodes.items[i];

		if (n->next == i + 1 && n->end > n->start)
			vec_push(&b->hashes, token_hash(b, i, &labels));
	}
	map_release(&labels);
}

static uint64_t hash_of(const uint64_t *hashes, size_t count)
{
	return str_hash((struct str){ (const char *)hashes, count * sizeof(*hashes) });
}

static int by_size(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

static void set_shingles(struct body *b, struct cfunc *f)
{
	uint32_t unique = 0;

	vec_clear(&b->windows);
	if (b->hashes.len < WINDOW)
		vec_push(&b->windows, f->body_hash);
	else
		for (size_t i = 0; i + WINDOW <= b->hashes.len; i++)
			vec_push(&b->windows, hash_of(b->hashes.items + i, WINDOW));
	vec_sort(&b->windows, by_size);
	for (size_t i = 0; i < b->windows.len; i++)
		if (unique == 0 || b->windows.items[unique - 1] != b->windows.items[i])
			b->windows.items[unique++] = b->windows.items[i];
	f->shingles = arena_copy(b->arena, b->windows.items, unique, sizeof(*b->windows.items));
	f->shingle_count = unique;
}

void body_hash_tokens(struct body *b, struct cfunc *f)
{
	collect(b);
	f->token_count = (uint32_t)b->hashes.len;
	f->body_hash = hash_of(b->hashes.items, b->hashes.len);
	set_shingles(b, f);
}
