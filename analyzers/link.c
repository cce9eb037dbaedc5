/* The linker's life, the memory of what names end at, and lists of names. */
#include "base/base.h"
#include "analyzers/link.h"

#include <stdlib.h>
#include <string.h>

#include "analyzers/link_impl.h"

const char *const target_kind_names[] = {
	[TARGET_DEF] = "def",
	[TARGET_VARIABLE] = "variable",
	[TARGET_MODULE] = "module",
	[TARGET_EXTERNAL] = "external",
	[TARGET_NO_MODULE] = "no-module",
	[TARGET_NO_NAME] = "no-name",
	[TARGET_UNKNOWN] = "unknown",
	[TARGET_CYCLE] = "cycle",
};
_Static_assert(ARRAY_LEN(target_kind_names) == TARGET_KIND_COUNT, "a target kind without a name");

struct link *link_new(const struct project *p, const struct str *roots, size_t root_count)
{
	struct link *l = xcalloc(1, sizeof(*l));

	l->project = p;
	intern_init(&l->texts);
	modules_init(l, roots, root_count);
	return l;
}

void link_free(struct link *l)
{
	if (!l)
		return;
	modules_release(l);
	index_free(l->index);
	map_release(&l->fails);
	map_release(&l->known_ids);
	vec_release(&l->known);
	intern_release(&l->texts);
	arena_release(&l->arena);
	free(l);
}

/* --- What names end at --- */

/* A remembered target with no more room for hops than it needs. */
struct known {
	file_id file;
	struct str name;
	enum target_kind kind;
	file_id target_file;
	uint32_t index;
	struct str target_name;
	uint32_t hop_count;
	struct hop hops[];
};

static uint64_t name_key(file_id file, struct str name)
{
	return str_hash(name) ^ ((uint64_t)file + 1) * UINT64_C(0x9E3779B97F4A7C15);
}

static size_t hops_size(uint32_t hop_count)
{
	return MIN(hop_count, HOPS_MAX) * sizeof(struct hop);
}

static struct known *known_new(struct link *l, file_id file, struct str name, const struct target *t)
{
	struct known *k = arena_alloc(&l->arena, sizeof(*k) + hops_size(t->hop_count));

	*k = (struct known){ file, link_text(l, name), t->kind, t->file, t->index, t->name, t->hop_count };
	memcpy(k->hops, t->hops, hops_size(t->hop_count));
	return k;
}

static void known_get(const struct known *k, struct target *ret)
{
	ret->kind = k->kind;
	ret->file = k->target_file;
	ret->index = k->index;
	ret->name = k->target_name;
	ret->hop_count = k->hop_count;
	memcpy(ret->hops, k->hops, hops_size(k->hop_count));
}

static void resolve(struct link *l, file_id file, struct str name, struct target *t)
{
	uint32_t module = l->map.places[file].module;

	if (module != NONE && l->map.modules.items[module].file == file)
		chain_in_module(l, t, module, name, NULL);
	else if (!chain_in_body(l, t, file, NONE, name, NONE, NULL))
		chain_end(t, TARGET_NO_NAME, file, NONE, link_text(l, name));
}

/*
 * What hangs on details that may still come (lazy names), or on an
 * assumption about a try statement that is being looked at, is not kept.
 */
struct target link_name(struct link *l, file_id file, struct str name)
{
	struct target t = { .file = NONE, .index = NONE };
	uint32_t assumptions = l->assumptions;
	uint64_t key = name_key(file, name);
	uint32_t id;

	while ((id = map_get(&l->known_ids, key)) != NONE) {
		const struct known *k = l->known.items[id];

		if (k->file == file && str_eq(k->name, name)) {
			known_get(k, &t);
			return t;
		}
		key++;
	}
	resolve(l, file, name, &t);
	if (t.kind == TARGET_UNKNOWN || l->busy > 0 || assumptions != l->assumptions)
		return t;
	/* The question may have come up again on the way: its slot is then taken, and this one is a spare. */
	while (map_get(&l->known_ids, key) != NONE)
		key++;
	map_set(&l->known_ids, key, (uint32_t)l->known.len);
	vec_push(&l->known, known_new(l, file, name, &t));
	return t;
}

/* --- Lists of names --- */

struct name_list {
	struct str *items;
	size_t len, cap;
};

struct seen_files {
	file_id *items;
	size_t len, cap;
};

static bool see(struct seen_files *seen, file_id file)
{
	for (size_t i = 0; i < seen->len; i++)
		if (seen->items[i] == file)
			return false;
	vec_push(seen, file);
	return true;
}

static void list_names(struct link *l, file_id file, bool only_exports, struct seen_files *seen, struct name_list *out);

static void list_star(
	struct link *l, file_id file, const struct import *import, struct seen_files *seen, struct name_list *out)
{
	struct target base = { .file = NONE };

	chain_import_base(l, &base, file, import);
	if (base.kind == TARGET_MODULE && base.file != NONE)
		list_names(l, base.file, true, seen, out);
}

static void list_exports(const struct outline *o, struct name_list *out)
{
	for (uint32_t i = 0; i < o->export_count; i++)
		vec_push(out, o->exports[i]);
}

static void list_names(struct link *l, file_id file, bool only_exports, struct seen_files *seen, struct name_list *out)
{
	const struct outline *o = link_outline(l, file);
	const struct scope *scope = scope_of_file(l, file);

	if (!see(seen, file))
		return;
	if (only_exports && o->has_exports) {
		list_exports(o, out);
		if (!(o->marks & MARK_ALL_DYNAMIC))
			return;
	}
	for (uint32_t i = 0; i < scope->count; i++) {
		struct str name = bound_name(o, &scope->items[i]);

		if (!only_exports || link_hooks(l, file)->is_public(name))
			vec_push(out, name);
	}
	for (uint32_t i = 0; i < scope->star_count; i++)
		list_star(l, file, &o->imports[scope->stars[i].index], seen, out);
}

static int compare_names(const void *left, const void *right)
{
	return str_cmp(*(const struct str *)left, *(const struct str *)right);
}

uint32_t link_names(struct link *l, file_id file, struct arena *a, struct str **ret_names)
{
	struct name_list list = { 0 };
	struct seen_files seen = { 0 };
	size_t count = 0;

	list_names(l, file, false, &seen, &list);
	vec_sort(&list, compare_names);
	for (size_t i = 0; i < list.len; i++)
		if (count == 0 || !str_eq(list.items[count - 1], list.items[i]))
			list.items[count++] = list.items[i];
	*ret_names = arena_copy(a, list.items, count, sizeof(*list.items));
	vec_release(&list);
	vec_release(&seen);
	return (uint32_t)count;
}
