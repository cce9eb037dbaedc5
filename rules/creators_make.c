/* Makers: which function allocates which record, and whether what it makes gets out of it. */
#include "base/base.h"
#include "rules/creators.h"

#include <stdlib.h>

/* GObject's run-time name of a type: G_TYPE_PROXY_ADDRESS is GProxyAddress. */
static struct record_id record_of_type_macro(struct creators *c, file_id file, struct str macro)
{
	const struct name_ref *refs;
	char *text = arena_array(c->arena, char, macro.len + 1);
	struct str rest = macro, part;
	uint32_t count;
	size_t len = 0;
	bool is_left_out = false;

	while (str_next(&rest, '_', &part)) {
		if (!is_left_out && str_is(part, "TYPE")) {
			is_left_out = true;
			continue;
		}
		for (size_t i = 0; i < part.len; i++)
			text[len++] = part.ptr[i] >= 'A' && part.ptr[i] <= 'Z' ? (char)(part.ptr[i] | 0x20) : part.ptr[i];
	}
	count = table_find(&c->object_types, (struct str){ text, len }, &refs);
	for (uint32_t i = 0; is_left_out && i < count; i++) {
		unsigned depth = 0;
		struct record_id id = record_of_type(c, refs[i].file, cfacts_of(c, refs[i].file)->records[refs[i].index].name, &depth);

		if (id.file != NONE && depth == 0)
			return id;
	}
	return (struct record_id){ NONE, NONE };
}

/* `typedef Form AddForm;` is a class of its own to a framework that asks for types by name, whatever they look like in memory. */
static bool is_named_alike(const struct creators *c, struct record_id id, struct str product)
{
	struct str name = record_name(crecord_at(c, id));

	while (name.len > 1 && name.ptr[0] == '_')
		name = str_slice(name, 1, name.len);
	return name.len == product.len && str_has_nocase(name, product);
}

/* A class knows its own types first: Self, Node, Impl. */
static struct record_id record_of_scope(struct creators *c, file_id file, struct str func, struct str base, unsigned *depth)
{
	struct record_id id = { NONE, NONE };

	while (cfacts_of(c, file)->is_cpp && id.file == NONE && str_find(base, ':') == base.len && str_find(func, ':') < func.len) {
		func = str_slice(func, 0, func.len - str_tail(func, ':').len);
		while (func.len && func.ptr[func.len - 1] == ':')
			func.len--;
		if (func.len)
			id = record_of_type(c, file, arena_printf(c->arena, STR_FMT "::" STR_FMT, STR_ARG(func), STR_ARG(base)), depth);
	}
	return id;
}

static struct record_id record_of_site(struct creators *c, file_id file, struct str func, const struct calloc_site *site)
{
	struct type_shape s = type_shape(site->product);
	struct record_id id = { NONE, NONE };

	if (s.depth > 0 || s.base.len == 0)
		return id;
	id = record_of_scope(c, file, func, s.base, &s.depth);
	if (id.file == NONE)
		id = record_of_type(c, file, s.base, &s.depth);
	if (s.depth > 0 || (id.file != NONE && str_starts(site->callee, STR("g_object_new")) && !is_named_alike(c, id, s.base)))
		id.file = NONE;
	else if (id.file == NONE && str_has(s.base, STR("TYPE_")))
		id = record_of_type_macro(c, file, s.base);
	return id;
}

/* Functions that are given one and put another beside it: dup, append, insert. */
bool is_given_one(struct creators *c, file_id file, const struct cfunc *f, struct record_id record)
{
	for (uint32_t i = 0; i < f->param_count; i++) {
		struct type_shape s = type_shape(f->params[i].type);
		bool is_reference = str_find(f->params[i].type, '&') < f->params[i].type.len;
		struct record_id id;

		if (s.depth > 1 || s.base.len == 0)
			continue;
		id = record_of_type(c, file, s.base, &s.depth);
		if (id.file != NONE && same_record(id, record) && (s.depth == 1 || is_reference))
			return true;
	}
	return false;
}

static bool has_token(struct str name, const char *const *words, size_t count)
{
	struct tokens t;

	tokens_split(str_tail(name, ':'), &t);
	for (uint32_t i = 0; i < t.count; i++)
		for (size_t k = 0; k < count; k++)
			if (str_is(t.token[i], words[k]))
				return true;
	return false;
}

/* What it is given may be hidden behind a handle: the name says that it makes another of the same. */
static bool is_copying(struct str name)
{
	static const char *const words[] = { "clone", "copy", "dup", "duphandle", "duplicate" };

	return has_token(name, words, ARRAY_LEN(words));
}

/* `T **head` of a list is no out-parameter: the function's name says what it does. */
static bool is_inserting(struct str name)
{
	static const char *const words[] = { "add", "append", "attach", "enqueue", "insert", "link", "prepend", "push", "put", "register" };

	return has_token(name, words, ARRAY_LEN(words));
}

static bool is_only_slot(const struct creators *c, const struct cfunc *f)
{
	return map_has(&c->addressed, str_hash(f->name)) && caller_count(c, f->name) == 0;
}

/* Who registers makers hands them to a table: each makes its own kind when it is asked. */
static const char *const registering[] = { "register", "registers", "registry" };

static bool may_make(const struct cfunc *f)
{
	struct str last = str_tail(f->name, ':');

	if (f->flags & CFUNC_INACTIVE)
		return false;
	if (has_token(f->name, registering, ARRAY_LEN(registering)))
		return false;
	return !str_is(last, "Clone") && !str_is(last, "clone") && !str_is(last, "main");
}

/* What a function that gives nothing back is said to return cannot be the product. */
static enum cflow flow_of(const struct cfunc *f, enum cflow flow)
{
	struct type_shape s = type_shape(f->returns);

	if (flow == CFLOW_RETURN && s.depth == 0 && (s.base.len == 0 || str_is(s.base, "void") || str_is(s.base, "int") || str_is(s.base, "bool")))
		return CFLOW_STORE;
	return flow == CFLOW_OUT && is_inserting(f->name) ? CFLOW_STORE : flow;
}

/* Each class that overrides it gives its own. */
static bool is_virtual(const struct creators *c, const struct cfunc *f)
{
	return f->flags & CFUNC_VIRTUAL || is_declared_virtual(c, f);
}

static void add_site(struct creators *c, file_id file, uint32_t func, uint32_t site, size_t first)
{
	const struct cfunc *f = cfunc_at(c, file, func);
	const struct calloc_site *a = &f->allocs[site];
	struct maker m = { .file = file, .func = func, .site = site, .flow = flow_of(f, a->flow), .basis = BASIS_SYNTACTIC };

	if (a->is_array || a->product.len == 0 || (m.flow <= CFLOW_OUT && is_virtual(c, f)) || !(f->flags & CFUNC_MACRO_MADE || is_allocation(c, file, a)))
		return;
	m.record = record_of_site(c, file, f->name, a);
	m.kin = m.record;
	if (m.record.file == NONE)
		return;
	for (size_t i = first; i < c->makers.len; i++) {
		struct maker *known = &c->makers.items[i];

		if (!same_record(known->record, m.record))
			continue;
		if (m.flow < known->flow) {
			known->flow = m.flow;
			known->site = site;
		}
		return;
	}
	m.is_transformer = is_copying(f->name) || is_given_one(c, file, f, m.record);
	m.is_slot = is_only_slot(c, f);
	vec_push(&c->makers, m);
}

static int compare_makers(const void *a, const void *b)
{
	const struct maker *x = a, *y = b;

	if (x->kin.file != y->kin.file)
		return x->kin.file < y->kin.file ? -1 : 1;
	if (x->kin.index != y->kin.index)
		return x->kin.index < y->kin.index ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->func != y->func)
		return x->func < y->func ? -1 : 1;
	if (x->record.file != y->record.file)
		return x->record.file < y->record.file ? -1 : 1;
	return x->record.index < y->record.index ? -1 : x->record.index > y->record.index;
}

void creators_sort_makers(struct creators *c)
{
	vec_sort(&c->makers, compare_makers);
}

void creators_find_makers(struct creators *c)
{
	for (uint32_t i = 0; i < c->file_count; i++) {
		const struct cfacts *facts = cfacts_of(c, c->files[i]);

		for (uint32_t k = 0; k < facts->func_count; k++) {
			size_t first = c->makers.len;

			for (uint32_t s = 0; may_make(&facts->funcs[k]) && s < facts->funcs[k].alloc_count; s++)
				add_site(c, c->files[i], k, s, first);
		}
	}
	creators_sort_makers(c);
}

bool is_root(const struct maker *m)
{
	return m->flow <= CFLOW_OUT && !m->is_transformer;
}
