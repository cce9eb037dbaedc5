/* What has to hold of a family of C: where its names are defined, declared, handed on, and what they are. */
#include "base/base.h"
#include "rewriters/guard_c.h"

#include <stdlib.h>

#include "analyzers/cfacts.h"
#include "base/file.h"
#include "base/path.h"
#include "rewriters/guard.h"
#include "rules/creators.h"
#include "rules/headers.h"

#define OLD_BYTES ((size_t)4 << 20) /* of an older guard */

/* --- Claims --- */

/* "series_new" of "ns::series_new"; of a method "Series::create". */
static struct str sought_name(struct str symbol, bool is_method)
{
	struct str tail = str_tail(symbol, ':'), scope;

	if (!is_method || symbol.len < tail.len + 3)
		return tail;
	scope = str_tail(str_slice(symbol, 0, symbol.len - tail.len - 2), ':');
	return str_slice(symbol, symbol.len - tail.len - 2 - scope.len, symbol.len);
}

static bool is_function(const struct member *m)
{
	return (m->kind == MEMBER_FUNCTION || m->kind == MEMBER_METHOD) && m->def != NONE;
}

/* Was it, or is it, a way to the product that is none of its own? */
static bool is_way(enum member_class class)
{
	switch (class) {
	case CLASS_ALIAS:
	case CLASS_DUPLICATE:
	case CLASS_FALLBACK:
	case CLASS_NEAR_DUPLICATE:
	case CLASS_REDIRECT:
	case CLASS_WRAPPER: return true;
	default: return false;
	}
}

static bool is_rival(enum member_class class)
{
	return class == CLASS_DUPLICATE || class == CLASS_NEAR_DUPLICATE || class == CLASS_FALLBACK;
}

static void add_claim(const struct rule_input *in, const struct family *fam, struct guard_claims *ret)
{
	const struct creators *c = in->families->creators;
	const struct member *canonical = canonical_of(fam);
	struct guard_claim x = { .product = arena_str(&ret->arena, fam->product) };

	if (canonical) {
		x.canonical = arena_str(&ret->arena, member_func(c, canonical)->name);
		x.name = sought_name(x.canonical, member_func(c, canonical)->flags & CFUNC_METHOD);
		x.file = arena_str(&ret->arena, in->project->files[canonical->file].path);
	}
	vec_foreach(const struct member, m, &fam->members) {
		struct guard_member y = { .file = in->project->files[m->file].path, .class = m->class };
		const struct cfunc *f = is_function(m) ? member_func(c, m) : NULL;

		if (m == canonical || !m->is_production || (!is_way(m->class) && m->class != CLASS_VARIANT) || (!f && m->class != CLASS_ALIAS))
			continue;
		y.name = f ? sought_name(arena_str(&ret->arena, f->name), f->flags & CFUNC_METHOD) : arena_str(&ret->arena, m->symbol);
		y.file = arena_str(&ret->arena, y.file);
		y.is_internal = f && f->flags & CFUNC_STATIC && !is_header(y.file);
		vec_push(&x.members, y);
	}
	vec_push(&ret->items, x);
}

void guard_claims_make(const struct rule_input *in, struct guard_claims *ret)
{
	*ret = (struct guard_claims){ .items = { 0 } };
	if (!in->families->creators)
		return;
	vec_foreach(const struct family, fam, &in->families->items) {
		const struct member *canonical = canonical_of(fam);

		if (fam->basis == BASIS_LINKED)
			continue;
		if (!canonical || (canonical->is_production && is_function(canonical)))
			add_claim(in, fam, ret);
	}
}

void guard_claims_release(struct guard_claims *c)
{
	vec_foreach(struct guard_claim, x, &c->items)
		vec_release(&x->members);
	vec_release(&c->items);
	arena_release(&c->arena);
}

/* --- Names --- */

struct look {
	const struct rule_input *in;
	struct creators *creators;
	const struct guard_claim *claim;
	const struct guard_c_wish *wish;
	struct guard_c *g;
	guard_headers headers;
	struct header_detours detours;
	const struct cfunc *canonical;
	bool is_found; /* the scanner sees the canonical where it is */
};

static void add_name(struct guard_c *g, struct str name)
{
	vec_foreach(struct str, n, &g->names)
		if (str_eq(*n, name))
			return;
	vec_push(&g->names, arena_str(&g->arena, name));
}

static int compare_names(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The quoted names of a list in an older guard. */
static void recall(struct guard_c *g, struct str text)
{
	static const char begin[] = "guard_names[] = {";

	for (size_t i = 0; i < text.len; i++) {
		struct str rest = str_slice(text, i, text.len), part;

		if (!str_starts(rest, str_from(begin)))
			continue;
		rest = str_slice(rest, 0, str_find(rest, '}'));
		for (unsigned k = 0; str_next(&rest, '"', &part); k++)
			if (k % 2 && part.len)
				add_name(g, part);
		return;
	}
}

static void find_names(struct look *l)
{
	struct strbuf old CLEANUP(strbuf_release) = { 0 };
	struct guard_c *g = l->g;

	add_name(g, g->name);
	vec_foreach(struct guard_member, m, &l->claim->members)
		if (is_way(m->class))
			add_name(g, m->name);
	if (file_read(path_join(&g->arena, l->in->project->root, g->path).ptr, OLD_BYTES, &old, NULL) && guard_is_ours(strbuf_str(&old)))
		recall(g, strbuf_str(&old));
	vec_sort(&g->names, compare_names);
}

/* --- Definitions --- */

#define STRANGER "no member of the family"

static const struct file *file_at(const struct look *l, file_id file)
{
	return &l->in->project->files[file];
}

static struct str why_other(const struct look *l, file_id file, struct str name, enum member_class *ret_class)
{
	*ret_class = CLASS_HELPER;
	vec_foreach(struct guard_member, m, &l->claim->members)
		if (str_eq(m->name, name) && str_eq(m->file, file_at(l, file)->path)) {
			*ret_class = m->class;
			return str_from(member_class_names[m->class]);
		}
	return file_at(l, file)->roles & ROLE_NOT_PRODUCTION ? STR("no part of the program") : STR(STRANGER);
}

static void add_place(guard_places *places, struct guard_c *g, struct str file, struct str name, struct str why)
{
	vec_foreach(struct guard_place, p, places)
		if (str_eq(p->file, file) && str_eq(p->name, name))
			return;
	vec_push(places, (struct guard_place){ arena_str(&g->arena, file), name, why });
}

static bool is_canonical_place(const struct look *l, struct str path, struct str name)
{
	return str_eq(path, l->g->file) && str_eq(name, l->g->name);
}

static void see_definition(struct look *l, file_id file, struct str name)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str path = file_at(l, file)->path, why;
	enum member_class class;
	struct guard_sight sight;

	if (guard_c_is_skipped(l->g, path) || !project_source(l->in->project, file, &text, NULL))
		return;
	sight = guard_sight_of(strbuf_str(&text), name, l->g->name);
	if (!sight.definitions)
		return;
	if (is_canonical_place(l, path, name)) {
		l->is_found = true;
		return;
	}
	if (!sight.own_bodies) {
		add_place(&l->g->redirects, l->g, path, name, STR(""));
		return;
	}
	why = why_other(l, file, name, &class);
	if (l->wish->is_strict && is_rival(class))
		l->g->has_rivals = true;
	else
		add_place(&l->g->others, l->g, path, name, why);
}

/* Functions of a file of its own may be called alike without a thought: such a name cannot be kept for the family. */
static bool is_common(const struct look *l, struct str name)
{
	bool is_internal = false, has_stranger = false;

	vec_foreach(struct guard_member, m, &l->claim->members) {
		is_internal |= m->is_internal && str_eq(m->name, name);
		if (!m->is_internal && str_eq(m->name, name))
			return false;
	}
	vec_foreach(struct guard_place, p, &l->g->others)
		has_stranger |= str_eq(p->name, name) && str_is(p->why, STRANGER);
	return is_internal && has_stranger && !str_eq(name, l->g->name) && !l->g->has_rivals;
}

static void forget(struct guard_c *g, struct str name)
{
	size_t kept = 0;

	for (size_t i = 0; i < g->others.len; i++)
		if (!str_eq(g->others.items[i].name, name))
			g->others.items[kept++] = g->others.items[i];
	g->others.len = kept;
	kept = 0;
	for (size_t i = 0; i < g->names.len; i++)
		if (!str_eq(g->names.items[i], name))
			g->names.items[kept++] = g->names.items[i];
	g->names.len = kept;
}

static void forget_common(struct look *l)
{
	for (size_t i = l->g->names.len; i-- > 0;)
		if (is_common(l, l->g->names.items[i]))
			forget(l->g, l->g->names.items[i]);
}

static void find_definitions(struct look *l)
{
	vec_foreach(struct str, name, &l->g->names) {
		struct str tail = str_tail(*name, ':');
		const struct name_ref *refs;
		uint32_t count = table_find(&l->creators->funcs, tail, &refs);

		for (uint32_t i = 0; i < count; i++)
			if (!file_at(l, refs[i].file)->is_gone && str_eq(str_tail(cfunc_at(l->creators, refs[i].file, refs[i].index)->name, ':'), tail))
				see_definition(l, refs[i].file, *name);
	}
}

/* --- Declarations --- */

static bool is_detour(const struct look *l, file_id file)
{
	vec_foreach(struct header_detour, d, &l->detours.items)
		if (d->from == file)
			return true;
	return false;
}

static void add_header(struct look *l, file_id file)
{
	vec_foreach(file_id, h, &l->headers)
		if (*h == file)
			return;
	vec_push(&l->headers, file);
}

/* A header of the program that others can be told to include. */
static bool is_own_header(const struct look *l, file_id file)
{
	const struct file *f = file_at(l, file);

	return is_header(f->path) && !f->is_gone && project_is_production(l->in->project, file) && !is_detour(l, file);
}

static bool is_listed(const guard_places *places, struct str name)
{
	vec_foreach(struct guard_place, p, places)
		if (str_eq(p->name, name))
			return true;
	return false;
}

static bool has_type_of_canonical(const struct look *l, struct str returns, const struct cparam *params, uint32_t count)
{
	const struct cfunc *c = l->canonical;

	if (!str_eq(returns, c->returns) || count != c->param_count)
		return false;
	for (uint32_t i = 0; i < count; i++)
		if (!str_eq(params[i].type, c->params[i].type))
			return false;
	return true;
}

/* C++: a name of several functions has no one type. */
static bool is_overloaded(const struct look *l, struct str qualified)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&l->creators->funcs, str_tail(qualified, ':'), &refs), found = 0;

	for (uint32_t i = 0; i < count; i++)
		found += str_eq(cfunc_at(l->creators, refs[i].file, refs[i].index)->name, qualified);
	return found > 1;
}

static void add_same(struct look *l, struct str qualified)
{
	if (l->g->is_cpp && (is_overloaded(l, qualified) || is_overloaded(l, l->g->canonical)))
		return;
	vec_foreach(struct str, x, &l->g->same)
		if (str_eq(*x, qualified))
			return;
	vec_push(&l->g->same, arena_str(&l->g->arena, qualified));
}

/* A redirect's declaration: in a header it may say that it is deprecated, in a source that it is an alias. */
static void see_declaration(struct look *l, file_id file, const struct cproto *p, struct str name)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct guard_c *g = l->g;

	if (!project_source(l->in->project, file, &text, NULL))
		return;
	if (!is_header(file_at(l, file)->path) && str_has(str_slice(strbuf_str(&text), p->start, p->end), STR("alias")) &&
	    guard_text_says(strbuf_str(&text), name, "alias", g->name))
		add_place(&g->aliases, g, file_at(l, file)->path, name, STR(""));
	if (!is_own_header(l, file))
		return;
	if (guard_text_says(strbuf_str(&text), name, "deprecated", g->name))
		add_place(&g->deprecated, g, file_at(l, file)->path, name, STR(""));
}

static void see_names_of(struct look *l, struct str name, bool is_ours)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&l->creators->protos, str_tail(name, ':'), &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cproto *p = &cfacts_of(l->creators, refs[i].file)->protos[refs[i].index];

		if (!str_eq(str_tail(p->name, ':'), str_tail(name, ':')) || file_at(l, refs[i].file)->is_gone)
			continue;
		if (!is_ours)
			see_declaration(l, refs[i].file, p, name);
		else if (is_own_header(l, refs[i].file)) {
			add_header(l, refs[i].file);
			if (!str_eq(name, l->g->name) && has_type_of_canonical(l, p->returns, p->params, p->param_count))
				add_same(l, p->name);
		}
	}
}

/* Redirects that a header holds whole. */
static void see_inline(struct look *l, const struct guard_place *p)
{
	file_id file = project_find(l->in->project, p->file);
	const struct cfacts *facts = file == NONE || !is_own_header(l, file) ? NULL : cfacts_of(l->creators, file);

	for (uint32_t i = 0; facts && i < facts->func_count; i++)
		if (str_eq(str_tail(facts->funcs[i].name, ':'), str_tail(p->name, ':'))) {
			add_header(l, file);
			if (has_type_of_canonical(l, facts->funcs[i].returns, facts->funcs[i].params, facts->funcs[i].param_count))
				add_same(l, facts->funcs[i].name);
		}
}

static bool is_to_family(const struct look *l, file_id header)
{
	vec_foreach(file_id, h, &l->headers)
		if (*h == header)
			return true;
	return false;
}

static void find_shims(struct look *l)
{
	vec_foreach(struct header_detour, d, &l->detours.items) {
		struct strbuf text CLEANUP(strbuf_release) = { 0 };
		struct str base = path_base(file_at(l, d->to)->path);

		if (d->reason == HEADER_COPY || !is_to_family(l, headers_last(&l->detours, d->to)) || guard_c_is_skipped(l->g, file_at(l, d->from)->path))
			continue;
		if (project_source(l->in->project, d->from, &text, NULL) && guard_text_only_includes(strbuf_str(&text), base))
			add_place(&l->g->shims, l->g, file_at(l, d->from)->path, base, STR(""));
	}
}

static void find_declarations(struct look *l)
{
	struct guard_c *g = l->g;

	vec_foreach(struct str, name, &g->names)
		if (!str_eq(*name, g->name))
			see_names_of(l, *name, false);
	see_names_of(l, g->name, true);
	vec_foreach(struct str, name, &g->names)
		if (is_listed(&g->redirects, *name) || is_listed(&g->aliases, *name))
			see_names_of(l, *name, true);
	vec_foreach(struct guard_place, p, &g->redirects)
		see_inline(l, p);
	find_shims(l);
}

/* --- The whole --- */

static const struct cfunc *find_canonical(const struct look *l)
{
	file_id file = project_find(l->in->project, l->g->file);
	const struct cfacts *facts = file == NONE ? NULL : cfacts_of(l->creators, file);

	for (uint32_t i = 0; facts && i < facts->func_count; i++)
		if (str_eq(facts->funcs[i].name, l->g->canonical))
			return &facts->funcs[i];
	return NULL;
}

static int compare_headers(const void *a, const void *b)
{
	file_id x = *(const file_id *)a, y = *(const file_id *)b;

	return (x > y) - (x < y);
}

static void drop_headers(struct guard_c *g, struct str why)
{
	vec_clear(&g->includes);
	vec_clear(&g->same);
	vec_clear(&g->aliases);
	vec_clear(&g->before);
	g->why_no_headers = why;
	guard_c_drop_making(g, why);
}

/* What a path says ends up between quotes of C. */
static bool is_plain(struct str path)
{
	for (size_t i = 0; i < path.len; i++)
		if ((unsigned char)path.ptr[i] < ' ' || path.ptr[i] == '"' || path.ptr[i] == '\\' || path.ptr[i] == '?' || path.ptr[i] == '>')
			return false;
	return true;
}

static bool are_plain(const struct look *l)
{
	vec_foreach(file_id, h, &l->headers)
		if (!is_plain(file_at(l, *h)->path))
			return false;
	return true;
}

static void find_rest(struct look *l)
{
	struct guard_c *g = l->g;
	file_id own = project_find(l->in->project, g->file);

	if (is_own_header(l, own))
		add_header(l, own);

	if (l->canonical->flags & CFUNC_STATIC && !is_header(g->file)) {
		drop_headers(g, arena_printf(&g->arena, STR_FMT " is internal to its file", STR_ARG(g->name)));
		return;
	}
	if (!l->headers.len) {
		drop_headers(g, arena_printf(&g->arena, "no header declares " STR_FMT, STR_ARG(g->name)));
		return;
	}
	if (!are_plain(l)) {
		drop_headers(g, STR("no #include can name its header"));
		return;
	}
	vec_sort(&l->headers, compare_headers);
	guard_c_find_making(l->in, &l->headers, g);
	guard_c_find_includes(l->in, l->wish, &l->headers, g);
	if (!g->includes.len)
		drop_headers(g, g->why_no_headers);
}

bool guard_c_make(const struct rule_input *in, const struct guard_claim *claim, const struct guard_c_wish *wish, struct guard_c *ret, const char **ret_why)
{
	struct look l = { .in = in, .creators = in->families->creators, .claim = claim, .wish = wish, .g = ret };

	*ret = (struct guard_c){ .product = claim->product, .canonical = claim->canonical, .name = claim->name, .file = claim->file };
	*ret_why = claim->name.len ? "its canonical is not where it was" : "none of its definitions is the canonical";
	l.canonical = l.creators ? find_canonical(&l) : NULL;
	if (!l.canonical)
		return false;
	guard_c_find_skipped(in, ret);
	guard_c_find_place(in, wish, ret);
	find_names(&l);
	find_definitions(&l);
	forget_common(&l);
	*ret_why = "its canonical is made by a macro, which no reading of the sources finds";
	if (l.is_found) {
		headers_find(in, &l.detours);
		find_declarations(&l);
		find_rest(&l);
		headers_release(&l.detours);
		vec_release(&l.headers);
	}
	return l.is_found;
}

bool guard_c_has_more(const struct guard_c *g)
{
	return g->has_rivals || g->names.len > 1 || g->redirects.len || g->others.len || g->shims.len;
}

void guard_c_release(struct guard_c *g)
{
	vec_release(&g->names);
	vec_release(&g->redirects);
	vec_release(&g->others);
	vec_release(&g->deprecated);
	vec_release(&g->shims);
	vec_release(&g->aliases);
	vec_release(&g->same);
	vec_release(&g->skipped);
	vec_release(&g->includes);
	vec_release(&g->before);
	vec_release(&g->made.texts);
	arena_release(&g->arena);
}
