/* Where values go: up from an expression to what takes it, and through the locals that hold it. */
#include "base/base.h"
#include "analyzers/lang/c/body.h"

#include <ctype.h>

#define ROUNDS 16 /* of copies from local to local: no code has a longer chain of them that matters */

/* Give back what they are given. */
static const char *const passing[] = { "g_steal_pointer", "move", "forward", "steal_pointer", "TAKE_PTR", "no_free_ptr",
	"static_cast", "reinterpret_cast", "const_cast", "dynamic_cast", "static_pointer_cast", "g_object_ref_sink",
	"g_object_ref", "gst_object_ref_sink", "gst_object_ref", "Py_NewRef", "g_strdup_inline", "WrapUnique",
	"adoptRef", "AdoptRef", "__builtin_expect", "likely", "unlikely", "ERR_CAST", NULL };

/* Methods that hand out what a smart pointer holds. */
static const char *const handing_out[] = { "release", "get", "Release", "Pass", "leakRef", "detach", "take", NULL };

/* --- Names --- */

struct str body_callee(const struct body *b, uint32_t call)
{
	return str_slice(cst_text(b->t, cst_child(b->t, call, FIELD_FUNCTION)), 0, CALLEE_MAX);
}

struct str callee_last(struct str callee)
{
	size_t end = str_find(callee, '<'), start;

	if (end == 0)
		end = callee.len;
	start = end;
	while (start > 0 && (isalnum((unsigned char)callee.ptr[start - 1]) || callee.ptr[start - 1] == '_'))
		start--;
	return str_slice(callee, start, end);
}

bool callee_is_release(struct str last)
{
	static const char *const words[] = { "free", "destroy", "unref", "release", "delete", "dispose", "decref",
		"put_object", "cleanup", NULL };

	for (const char *const *w = words; *w; w++)
		if (str_has_nocase(last, str_from(*w)))
			return true;
	return false;
}

static bool is_capitals(struct str name)
{
	for (size_t i = 0; i < name.len; i++)
		if (islower((unsigned char)name.ptr[i]))
			return false;
	return name.len > 2;
}

static bool is_smart(struct str type)
{
	return body_pointee(type).len > 0 && !str_ends(type, STR("*"));
}

/* Casts, references taken, smart pointers made: the value goes on as what the call gives. */
static bool is_passing(const struct body *b, uint32_t call)
{
	struct str callee = body_callee(b, call), last = callee_last(callee);

	if (str_is_one_of(last, passing) || is_smart(callee))
		return true;
	if (str_ends(last, STR("_ref")) || str_ends(last, STR("_incref")))
		return true;
	return is_capitals(last) && cst_nth(b->t, cst_child(b->t, call, FIELD_ARGUMENTS), 1) == NONE &&
		!callee_is_release(last);
}

/* --- Up the tree --- */

static const struct destination unused = { CFLOW_LOCAL, NONE, NONE, false };
static const struct destination read_only = { CFLOW_LOCAL, NONE, NONE, true };

static struct destination kept(uint32_t target)
{
	return (struct destination){ CFLOW_STORE, NONE, target, true };
}

static bool is_out_type(struct str type)
{
	size_t stars = 0;

	while (stars < type.len && type.ptr[type.len - 1 - stars] == '*')
		stars++;
	return stars >= 2 || (stars == 1 && body_pointee(str_slice(type, 0, type.len - 2)).len > 0) ||
		str_ends(type, STR("&"));
}

static uint32_t strip_parens(const struct body *b, uint32_t i)
{
	while (cst_kind(b->t, i) == CST_PAREN)
		i = cst_nth(b->t, i, 0);
	return i;
}

/* `*out = x`, `out = x` where out is a T *&, `v = x`, `a->b = x`. */
static struct destination into(const struct body *b, uint32_t left)
{
	uint32_t i = strip_parens(b, left), local;

	if (cst_kind(b->t, i) == CST_POINTER && b->t->source.ptr[b->t->nodes.items[i].start] == '*') {
		local = body_local(b, cst_text(b->t, strip_parens(b, cst_child(b->t, i, FIELD_ARGUMENT))));
		if (local != NONE && b->locals.items[local].is_param && is_out_type(b->locals.items[local].type))
			return (struct destination){ CFLOW_OUT, NONE, left, true };
		return kept(left);
	}
	local = cst_kind(b->t, i) == CST_IDENTIFIER ? body_local(b, cst_text(b->t, i)) : NONE;
	if (local == NONE)
		return kept(left);
	if (b->locals.items[local].is_param && str_ends(b->locals.items[local].type, STR("&")))
		return (struct destination){ CFLOW_OUT, NONE, left, true };
	return (struct destination){ CFLOW_LOCAL, local, left, true };
}

static uint32_t declared_name(const struct body *b, uint32_t declarator)
{
	while (declarator != NONE && cst_kind(b->t, declarator) != CST_IDENTIFIER) {
		uint32_t inner = cst_child(b->t, declarator, FIELD_DECLARATOR);

		declarator = inner != NONE ? inner : cst_nth(b->t, declarator, 0);
	}
	return declarator;
}

static struct destination into_declared(const struct body *b, uint32_t init)
{
	uint32_t name = declared_name(b, cst_child(b->t, init, FIELD_DECLARATOR));
	uint32_t local = name == NONE ? NONE : body_local(b, cst_text(b->t, name));

	return (struct destination){ CFLOW_LOCAL, local, name, true };
}

/* x.reset(new T): into x. */
static struct destination into_object(const struct body *b, uint32_t callee)
{
	uint32_t object = strip_parens(b, cst_child(b->t, callee, FIELD_ARGUMENT));
	uint32_t local = body_local(b, cst_text(b->t, object));

	if (local != NONE && b->locals.items[local].is_param)
		return (struct destination){ CFLOW_OUT, NONE, object, true };
	return local == NONE ? kept(object) : (struct destination){ CFLOW_LOCAL, local, object, true };
}

/* An argument: the call itself when the value goes on as what it gives, else NONE with *ret. */
static uint32_t through_call(const struct body *b, uint32_t arguments, struct destination *ret)
{
	uint32_t call = cst_parent(b->t, arguments), callee;

	*ret = kept(NONE);
	if (cst_kind(b->t, call) == CST_INIT_DECLARATOR) { /* std::unique_ptr<T> p(new T) */
		*ret = into_declared(b, call);
		return NONE;
	}
	if (cst_kind(b->t, call) != CST_CALL)
		return NONE;
	if (is_passing(b, call))
		return call;
	callee = cst_child(b->t, call, FIELD_FUNCTION);
	if (cst_kind(b->t, callee) == CST_FIELD && str_is(callee_last(cst_text(b->t, callee)), "reset"))
		*ret = into_object(b, callee);
	else if (callee_is_release(callee_last(cst_text(b->t, callee))))
		*ret = read_only;
	return NONE;
}

/* x.release() gives what x holds; &x->base is x; x->field is something else. */
static uint32_t through_field(const struct body *b, uint32_t field)
{
	uint32_t parent = cst_parent(b->t, field);

	if (cst_kind(b->t, parent) == CST_CALL && cst_field(b->t, field) == FIELD_FUNCTION &&
		str_is_one_of(callee_last(cst_text(b->t, field)), handing_out))
		return parent;
	if (cst_kind(b->t, parent) == CST_POINTER && b->t->source.ptr[b->t->nodes.items[parent].start] == '&')
		return parent;
	return NONE;
}

static bool is_operator(const struct body *b, uint32_t node, char c)
{
	return b->t->source.ptr[b->t->nodes.items[node].start] == c;
}

/* One step: the node that has the value now, or NONE with *ret. */
static uint32_t up(const struct body *b, uint32_t i, struct destination *ret)
{
	uint32_t parent = cst_parent(b->t, i);

	*ret = read_only;
	switch (cst_kind(b->t, parent)) {
	case CST_PAREN:
	case CST_CAST: return parent;
	case CST_COMMA: return cst_field(b->t, i) == FIELD_RIGHT ? parent : NONE;
	case CST_CONDITIONAL: return cst_field(b->t, i) == FIELD_CONDITION ? NONE : parent;
	case CST_POINTER: return is_operator(b, parent, '&') ? parent : NONE;
	case CST_FIELD: return through_field(b, parent);
	case CST_ARGUMENT_LIST: return through_call(b, parent, ret);
	case CST_CO_RETURN:
	case CST_RETURN: *ret = (struct destination){ CFLOW_RETURN, NONE, NONE, true }; return NONE;
	case CST_INIT_DECLARATOR: *ret = into_declared(b, parent); return NONE;
	case CST_INITIALIZER_LIST:
		if (cst_kind(b->t, cst_parent(b->t, parent)) == CST_RETURN)
			return parent;
		if (cst_kind(b->t, cst_parent(b->t, parent)) == CST_COMPOUND_LITERAL &&
			is_smart(cst_text(b->t, cst_child(b->t, cst_parent(b->t, parent), FIELD_TYPE))))
			return cst_parent(b->t, parent);
		*ret = kept(NONE);
		return NONE;
	case CST_INITIALIZER_PAIR: *ret = kept(NONE); return NONE;
	case CST_EXPRESSION_STATEMENT: *ret = unused; return NONE;
	default: return NONE;
	}
}

/* `a->b = x = f()` goes into both. */
static void merge(struct destination *d, struct destination found)
{
	d->flow = MIN(d->flow, found.flow);
	d->local = d->local == NONE ? found.local : d->local;
	d->target = d->target == NONE ? found.target : d->target;
	d->is_used |= found.is_used;
}

struct destination body_destination(const struct body *b, uint32_t node)
{
	struct destination all = unused, found = unused;

	for (uint32_t i = node; i != NONE;) {
		uint32_t parent = cst_parent(b->t, i);

		if (cst_kind(b->t, parent) == CST_ASSIGNMENT) {
			if (cst_field(b->t, i) != FIELD_RIGHT)
				break;
			found = into(b, cst_child(b->t, parent, FIELD_LEFT));
			i = parent; /* `return x = f()`, `a = b = f()` */
		} else {
			i = up(b, i, &found);
			if (i != NONE)
				continue;
		}
		merge(&all, found);
	}
	return all;
}

enum cflow body_flow(const struct body *b, struct destination d)
{
	enum cflow flow = d.flow;

	if (d.local != NONE)
		flow = MIN(flow, b->locals.items[d.local].flow);
	return flow;
}

/* --- Through locals --- */

static bool is_written(const struct body *b, uint32_t i)
{
	uint32_t parent = cst_parent(b->t, i);

	return (cst_kind(b->t, parent) == CST_ASSIGNMENT && cst_field(b->t, i) == FIELD_LEFT) ||
		cst_field(b->t, i) == FIELD_DECLARATOR;
}

/* g_steal_pointer(&x) takes what x holds; f(&x) is about x itself, but what it holds may be kept. */
static void read_use(struct body *b, uint32_t i, uint32_t local)
{
	struct destination d;
	struct local *from = &b->locals.items[local];

	if (is_written(b, i))
		return;
	d = body_destination(b, i);
	if (d.local != NONE && d.local != local)
		vec_push(&b->copies, map_pair(local, d.local));
	from->flow = MIN(from->flow, d.flow);
}

void body_find_flows(struct body *b)
{
	bool has_changed = true;

	vec_clear(&b->copies);
	for (uint32_t i = 0; i < b->t->nodes.len; i++)
		if (cst_kind(b->t, i) == CST_IDENTIFIER) {
			uint32_t local = body_local(b, cst_text(b->t, i));

			if (local != NONE)
				read_use(b, i, local);
		}
	for (unsigned round = 0; has_changed && round < ROUNDS; round++) {
		has_changed = false;
		for (size_t i = 0; i < b->copies.len; i++) {
			struct local *from = &b->locals.items[b->copies.items[i] >> 32];
			enum cflow flow = b->locals.items[(uint32_t)b->copies.items[i]].flow;

			has_changed |= flow < from->flow;
			from->flow = MIN(from->flow, flow);
		}
	}
}
