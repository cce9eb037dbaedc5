/* A Python file's names: parse, walk, resolve, and put the scopes into the order of the text. */
#include "base/base.h"
#include "analyzers/lang/python/names.h"

#include <stdlib.h>

#include "analyzers/lang/python/indentation.h"
#include "analyzers/lang/python/names_impl.h"

static struct tree *tree_of(struct lang_parser *p)
{
	if (!p->tree_parser)
		p->tree_parser = tree_new();
	return p->tree_parser;
}

/* --- Scopes are found with their headers, and ordered by their bodies --- */

struct scope_place {
	uint32_t start, id;
};

static int compare_places(const void *x, const void *y)
{
	const struct scope_place *a = x, *b = y;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return a->id < b->id ? -1 : a->id > b->id;
}

/* The new id of each scope; the caller's. */
static uint32_t *order_scopes(const struct names_reader *r, struct source_names *ret)
{
	size_t count = r->scopes.len;
	struct scope_place *places = xcalloc(count, sizeof(*places));
	uint32_t *ids = xcalloc(count, sizeof(*ids));

	for (uint32_t i = 0; i < count; i++)
		places[i] = (struct scope_place){ i == 0 ? 0 : r->scopes.items[i].out.start, i };
	qsort(places, count, sizeof(*places), compare_places);
	ret->scopes = arena_array(r->arena, struct source_scope, count);
	ret->scope_count = (uint32_t)count;
	for (uint32_t i = 0; i < count; i++) {
		ids[places[i].id] = i;
		ret->scopes[i] = r->scopes.items[places[i].id].out;
	}
	free(places);
	return ids;
}

static void rename_scope(const uint32_t *ids, uint32_t *scope)
{
	if (*scope != NONE)
		*scope = ids[*scope];
}

static void take_names(const struct names_reader *r, struct source_names *ret)
{
	uint32_t *ids = order_scopes(r, ret);

	ret->bounds = arena_copy(r->arena, r->bounds.items, r->bounds.len, sizeof(*r->bounds.items));
	ret->reads = arena_copy(r->arena, r->reads.items, r->reads.len, sizeof(*r->reads.items));
	ret->bound_count = (uint32_t)r->bounds.len;
	ret->read_count = (uint32_t)r->reads.len;
	for (uint32_t i = 0; i < ret->scope_count; i++)
		rename_scope(ids, &ret->scopes[i].parent);
	for (uint32_t i = 0; i < ret->bound_count; i++)
		rename_scope(ids, &ret->bounds[i].scope);
	for (uint32_t i = 0; i < ret->read_count; i++) {
		rename_scope(ids, &ret->reads[i].scope);
		rename_scope(ids, &ret->reads[i].binder);
	}
	free(ids);
}

static void take_error(const struct names_reader *r, struct source_names *ret)
{
	const struct tree *t = r->file;
	uint32_t offset = t->has_error ? t->error_offset : r->has_error ? r->error_offset : python_bad_indentation(t->source);
	struct span at;

	ret->has_error = offset != NONE;
	if (!ret->has_error)
		return;
	at = tree_span(t, offset, offset);
	ret->error_line = at.line;
	ret->error_column = at.column;
}

static void release(struct names_reader *r)
{
	free(r->contexts);
	map_release(&r->numbers);
	vec_release(&r->scopes);
	vec_release(&r->bounds);
	vec_release(&r->reads);
	vec_release(&r->mentions);
}

void python_names(struct lang_parser *p, struct str source, struct arena *a, struct source_names *ret)
{
	struct tree *t = tree_of(p);
	struct names_reader r = { .t = t, .file = t, .arena = a };
	uint32_t module;

	*ret = (struct source_names){ 0 };
	tree_read(t, source, NULL, 0);
	r.contexts = xcalloc(t->nodes.len, sizeof(*r.contexts));
	module = names_add_scope(&r, SCOPE_MODULE, NONE, NONE, 0, 0);
	r.scopes.items[module].out.start = 0;
	r.scopes.items[module].out.end = (uint32_t)source.len;
	r.scopes.items[module].out.line = 1;
	names_walk(&r, (struct context){ module, AS_READ, 0 });
	names_resolve(&r);
	take_names(&r, ret);
	take_error(&r, ret);
	release(&r);
}
