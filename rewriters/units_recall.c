/* What a unit said of the same texts before: only what it reads has to be the same. */
#include "base/base.h"
#include "rewriters/units_impl.h"

#include <stdlib.h>

#include "base/path.h"

static int compare_texts(const void *a, const void *b)
{
	return str_cmp(((const struct unit_text *)a)->real, ((const struct unit_text *)b)->real);
}

/* By the real path, as readers are told; what lies nowhere has none. */
static struct unit_text text_of(const struct clang_overlay *o, uint64_t hash, struct arena *a)
{
	struct unit_text text = { .text = hash };
	struct err err = { 0 };

	text.is_new = !path_real(a, o->path.ptr, &text.real, &err);
	if (text.is_new)
		text.real = o->path;
	return text;
}

struct unit_texts unit_texts_of(const struct clang_overlay *overlays, const uint64_t *hashes, uint32_t count, struct arena *a)
{
	struct unit_text *items = arena_array(a, struct unit_text, count + 1);

	for (uint32_t i = 0; i < count; i++)
		items[i] = text_of(&overlays[i], hashes[i], a);
	if (count > 1)
		qsort(items, count, sizeof(*items), compare_texts);
	return (struct unit_texts){ items, count };
}

static struct unit_text *copy_texts(const struct unit_texts *texts, struct arena *a)
{
	struct unit_text *items = arena_array(a, struct unit_text, texts->count + 1);

	for (uint32_t i = 0; i < texts->count; i++) {
		items[i] = texts->items[i];
		items[i].real = arena_str(a, items[i].real);
	}
	return items;
}

void unit_keep(struct units *u, uint32_t unit, const struct unit_texts *texts, const struct clang_outcome *o)
{
	struct unit_said said = { .outcome = o, .previous = map_get(&u->last_said, unit) };

	if (o->status != CLANG_PARSED && o->status != CLANG_HAS_ERRORS)
		return;
	said.texts.count = texts->count;
	said.texts.items = copy_texts(texts, &u->arena);
	map_set(&u->last_said, unit, (uint32_t)u->said.len);
	vec_push(&u->said, said);
}

static int compare_paths(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* Would another text there be another answer? A file that the disk lacks may be found before one that was read. */
static bool matters(const struct clang_outcome *o, const struct unit_text *text)
{
	return text->is_new || o->file_count == 0 || bsearch(&text->real, o->files, o->file_count, sizeof(*o->files), compare_paths);
}

/* Both sorted; a text that only one of them has is the disk's to the other. */
static bool is_same_to_it(const struct clang_outcome *o, const struct unit_texts *a, const struct unit_texts *b)
{
	uint32_t i = 0, k = 0;

	while (i < a->count || k < b->count) {
		const struct unit_text *x = i < a->count ? &a->items[i] : NULL, *y = k < b->count ? &b->items[k] : NULL;
		int order = !x ? 1 : !y ? -1 : compare_texts(x, y);

		if (order == 0 && x->text != y->text && (matters(o, x) || matters(o, y)))
			return false;
		if (order != 0 && matters(o, order < 0 ? x : y))
			return false;
		i += order <= 0;
		k += order >= 0;
	}
	return true;
}

const struct clang_outcome *unit_recall(const struct units *u, uint32_t unit, const struct unit_texts *texts)
{
	for (uint32_t at = map_get(&u->last_said, unit); at != NONE; at = u->said.items[at].previous)
		if (is_same_to_it(u->said.items[at].outcome, &u->said.items[at].texts, texts))
			return u->said.items[at].outcome;
	return NULL;
}
