/* What a body binds: tables for the top level of files, a walk for classes and functions. */
#include "base/base.h"
#include "analyzers/link_impl.h"
#include "base/bisect.h"

#include <stdlib.h>

static uint32_t name_hash(struct str name)
{
	return (uint32_t)str_hash(name);
}

/* `import a.b.c` binds `a`. */
static struct str imported_name(const struct import *import, const struct import_name *name)
{
	if (name->alias.len > 0)
		return name->alias;
	if (import->form == IMPORT_MODULE)
		return str_slice(name->name, 0, str_find(name->name, '.'));
	return name->name;
}

struct str bound_name(const struct outline *o, const struct bound *b)
{
	switch (b->kind) {
	case BOUND_DEF: return o->defs[b->index].name;
	case BOUND_BINDING: return o->bindings[b->index].name;
	case BOUND_IMPORT:
		return imported_name(&o->imports[b->index], &o->names[o->imports[b->index].first_name + b->n]);
	default: return STR("");
	}
}

/* --- Gathering: everything in bytes [start, end) that stands directly in the body of def --- */

struct body {
	const struct outline *o;
	uint32_t def, start, end;
	struct str name; /* only this; empty = every name */
};

static void gather(const struct body *body, struct bounds *out, struct bound b)
{
	struct str name = bound_name(body->o, &b);

	if (body->name.len > 0 && !str_eq(body->name, name))
		return;
	b.hash = name_hash(name);
	vec_push(out, b);
}

static void gather_defs(const struct body *body, struct bounds *out)
{
	const struct outline *o = body->o;

	for (uint32_t i = body->def == NONE ? 0 : body->def + 1; i < o->def_count && o->defs[i].span.start < body->end;
		i++)
		if (o->defs[i].parent == body->def)
			gather(body, out,
				(struct bound){ .kind = BOUND_DEF,
					.index = i,
					.block = o->defs[i].block,
					.start = o->defs[i].span.start });
}

static uint32_t first_import(const struct outline *o, uint32_t start)
{
	uint32_t at;

	bisect(at, o->import_count, o->imports[at].span.start < start);
	return at;
}

static void gather_imports(const struct body *body, struct bounds *out)
{
	const struct outline *o = body->o;

	for (uint32_t i = first_import(o, body->start); i < o->import_count && o->imports[i].span.start < body->end;
		i++) {
		const struct import *import = &o->imports[i];

		if (import->def != body->def)
			continue;
		for (uint32_t n = 0; n < import->name_count; n++)
			gather(body, out,
				(struct bound){ .kind = BOUND_IMPORT,
					.index = i,
					.n = n,
					.block = import->block,
					.start = import->span.start });
	}
}

static uint32_t first_binding(const struct outline *o, uint32_t start)
{
	uint32_t at;

	bisect(at, o->binding_count, o->bindings[at].span.start < start);
	return at;
}

static void gather_bindings(const struct body *body, struct bounds *out)
{
	const struct outline *o = body->o;

	for (uint32_t i = first_binding(o, body->start); i < o->binding_count && o->bindings[i].span.start < body->end;
		i++)
		if (o->bindings[i].def == body->def)
			gather(body, out,
				(struct bound){ .kind = BOUND_BINDING,
					.index = i,
					.block = o->bindings[i].block,
					.start = o->bindings[i].span.start });
}

static void gather_all(const struct body *body, struct bounds *out)
{
	gather_defs(body, out);
	gather_imports(body, out);
	gather_bindings(body, out);
}

static int compare_start(const void *left, const void *right)
{
	const struct bound *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return (a->n > b->n) - (a->n < b->n);
}

static int compare_bound(const void *left, const void *right)
{
	const struct bound *a = left, *b = right;

	if (a->hash != b->hash)
		return a->hash < b->hash ? -1 : 1;
	return compare_start(left, right);
}

/* --- Tables --- */

static void gather_stars(const struct outline *o, struct bounds *out)
{
	for (uint32_t i = 0; i < o->import_count; i++)
		if (o->imports[i].form == IMPORT_STAR && o->imports[i].def == NONE)
			vec_push(out,
				(struct bound){ .kind = BOUND_STAR,
					.index = i,
					.block = o->imports[i].block,
					.start = o->imports[i].span.start });
}

static struct scope *scope_new(struct link *l, const struct outline *o)
{
	struct scope *scope = arena_new(&l->arena, struct scope);
	struct body body = { .o = o, .def = NONE, .end = NONE };
	struct bounds all = { 0 };

	gather_all(&body, &all);
	vec_sort(&all, compare_bound);
	scope->items = arena_copy(&l->arena, all.items, all.len, sizeof(*all.items));
	scope->count = (uint32_t)all.len;
	vec_clear(&all);
	gather_stars(o, &all);
	scope->stars = arena_copy(&l->arena, all.items, all.len, sizeof(*all.items));
	scope->star_count = (uint32_t)all.len;
	vec_release(&all);
	return scope;
}

const struct scope *scope_of_file(struct link *l, file_id file)
{
	if (!l->scopes)
		l->scopes = arena_array(&l->arena, struct scope *, l->project->file_count);
	if (!l->scopes[file])
		l->scopes[file] = scope_new(l, link_outline(l, file));
	return l->scopes[file];
}

static struct bounds find_at_top(struct link *l, file_id file, struct str name)
{
	const struct scope *scope = scope_of_file(l, file);
	uint32_t hash = name_hash(name);
	uint32_t at, end;

	bisect(at, scope->count, scope->items[at].hash < hash);
	for (end = at; end < scope->count && scope->items[end].hash == hash; end++)
		continue;
	if (at == end)
		return (struct bounds){ 0 };
	return (struct bounds){ .items = scope->items + at, .len = end - at };
}

struct bounds scope_find(struct link *l, file_id file, uint32_t def, struct str name)
{
	const struct outline *o = link_outline(l, file);
	struct bounds found = { 0 };

	if (def == NONE)
		return find_at_top(l, file, name);
	gather_all(
		&(struct body){
			.o = o, .def = def, .start = o->defs[def].span.start, .end = o->defs[def].end, .name = name },
		&found);
	vec_sort(&found, compare_start);
	return found;
}
