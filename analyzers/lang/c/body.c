/* One function's body: its calls, what it releases, whose addresses it takes; and all the rest by its neighbours. */
#include "base/base.h"
#include "analyzers/lang/c/body.h"

#include "analyzers/lang/c/lex.h"

void body_release(struct body *b)
{
	vec_release(&b->locals);
	map_release(&b->by_name);
	vec_release(&b->copies);
	vec_release(&b->tokens);
	strbuf_release(&b->text);
	vec_release(&b->allocs);
	vec_release(&b->calls);
	vec_release(&b->addresses);
	vec_release(&b->hashes);
	vec_release(&b->windows);
}

/* --- Calls --- */

static uint32_t callee_name_start(const struct body *b, uint32_t callee)
{
	uint32_t name = cst_kind(b->t, callee) == CST_FIELD ? cst_child(b->t, callee, FIELD_FIELD) : callee;

	return name == NONE ? callee : name;
}

static bool is_indirect(const struct body *b, uint32_t callee)
{
	switch (cst_kind(b->t, callee)) {
	case CST_IDENTIFIER: return body_local(b, cst_text(b->t, callee)) != NONE;
	case CST_QUALIFIED:
	case CST_TEMPLATE_FUNCTION: return false;
	default: return true;
	}
}

static void add_call(struct body *b, const struct lex *l, uint32_t call)
{
	uint32_t callee = cst_child(b->t, call, FIELD_FUNCTION), name = callee_name_start(b, callee);
	struct ccall c = { .is_indirect = is_indirect(b, callee) };

	c.callee = arena_str(b->arena, body_callee(b, call));
	c.flow = body_flow(b, body_destination(b, call));
	c.argument_count = cst_count(b->t, cst_child(b->t, call, FIELD_ARGUMENTS));
	c.span = lex_span(l, b->t->nodes.items[name].start, b->t->nodes.items[name].end);
	vec_push(&b->calls, c);
}

static bool is_param(const struct body *b, uint32_t i)
{
	uint32_t local = cst_kind(b->t, i) == CST_IDENTIFIER ? body_local(b, cst_text(b->t, i)) : NONE;

	return local != NONE && b->locals.items[local].is_param;
}

/* free(p), delete p: of what the function was given. */
static bool releases_param(const struct body *b, uint32_t i)
{
	if (cst_kind(b->t, i) == CST_DELETE)
		return is_param(b, cst_nth(b->t, i, 0));
	return callee_is_release(callee_last(body_callee(b, i))) &&
		is_param(b, cst_nth(b->t, cst_child(b->t, i, FIELD_ARGUMENTS), 0));
}

/* --- Addresses --- */

static bool has_lower(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] >= 'a' && name.ptr[i] <= 'z')
			return true;
	return false;
}

/* Is it a value that is handed on, not called and not computed with? */
static bool is_handed_on(const struct body *b, uint32_t i)
{
	uint32_t parent = cst_parent(b->t, i);

	switch (cst_kind(b->t, parent)) {
	case CST_ARGUMENT_LIST: return !callee_takes_type(callee_last(body_callee(b, cst_parent(b->t, parent))));
	case CST_CAST:
	case CST_CONDITIONAL:
	case CST_INITIALIZER_LIST:
	case CST_RETURN: return cst_field(b->t, i) != FIELD_CONDITION;
	case CST_ASSIGNMENT: return cst_field(b->t, i) == FIELD_RIGHT;
	case CST_INITIALIZER_PAIR:
	case CST_INIT_DECLARATOR: return cst_field(b->t, i) == FIELD_VALUE;
	case CST_POINTER: return b->t->source.ptr[b->t->nodes.items[parent].start] == '&';
	default: return false;
	}
}

/* x->slot = name. */
static void set_slot(const struct body *b, uint32_t i, struct caddress *a)
{
	uint32_t at = i, left, base;

	while (cst_kind(b->t, cst_parent(b->t, at)) == CST_POINTER || cst_kind(b->t, cst_parent(b->t, at)) == CST_CAST)
		at = cst_parent(b->t, at);
	if (cst_kind(b->t, cst_parent(b->t, at)) != CST_ASSIGNMENT)
		return;
	left = cst_child(b->t, cst_parent(b->t, at), FIELD_LEFT);
	if (cst_kind(b->t, left) != CST_FIELD)
		return;
	a->slot = arena_str(b->arena, cst_text(b->t, cst_child(b->t, left, FIELD_FIELD)));
	base = body_local(b, cst_text(b->t, cst_child(b->t, left, FIELD_ARGUMENT)));
	if (base != NONE) {
		struct str type = b->locals.items[base].type, pointee = body_pointee(type);

		a->type = pointee.len > 0 ? pointee : type;
	}
}

static void add_address(struct body *b, const struct lex *l, uint32_t i)
{
	struct str name = cst_text(b->t, i);
	struct caddress a = { .slot = STR(""), .type = STR("") };

	if (!has_lower(name) || body_local(b, name) != NONE || !is_handed_on(b, i) || str_is(name, "nullptr") ||
		str_is(name, "errno") || str_is(name, "stderr") || str_is(name, "stdout"))
		return;
	a.name = arena_str(b->arena, name);
	a.span = lex_span(l, b->t->nodes.items[i].start, b->t->nodes.items[i].end);
	set_slot(b, i, &a);
	vec_push(&b->addresses, a);
}

/* --- All of it --- */

static void walk(struct body *b, const struct lex *l, struct cfunc *f)
{
	vec_clear(&b->calls);
	for (uint32_t i = 0; i < b->t->nodes.len; i++)
		switch (cst_kind(b->t, i)) {
		case CST_CALL:
			if (cst_child(b->t, i, FIELD_FUNCTION) == NONE)
				break;
			add_call(b, l, i);
			f->frees |= releases_param(b, i);
			break;
		case CST_DELETE: f->frees |= releases_param(b, i); break;
		case CST_IDENTIFIER: add_address(b, l, i); break;
		default: break;
		}
}

void body_read(struct body *b, const struct lex *l, struct cfunc *f, bool is_cpp, struct arena *a)
{
	b->arena = a;
	b->func = f;
	b->is_cpp = is_cpp;
	body_find_locals(b);
	body_find_flows(b);
	body_find_allocs(b, l);
	walk(b, l, f);
	f->allocs = arena_copy(a, b->allocs.items, b->allocs.len, sizeof(*b->allocs.items));
	f->alloc_count = (uint32_t)b->allocs.len;
	f->calls = arena_copy(a, b->calls.items, b->calls.len, sizeof(*b->calls.items));
	f->call_count = (uint32_t)b->calls.len;
	body_hash_tokens(b, f);
}
