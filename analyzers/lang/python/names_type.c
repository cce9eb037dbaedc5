/* Types: where a string is code, and the few calls and subscripts that say so. */
#include "base/base.h"
#include "analyzers/lang/python/names_impl.h"

#include <stdlib.h>

static struct context in_type(struct context c)
{
	return (struct context){ c.scope, AS_READ, (c.flags & IN_ARM) | IN_TYPE };
}

bool names_keeps_type(enum node_kind kind)
{
	switch (kind) {
	case NODE_BINARY:
	case NODE_CONSTRAINED_TYPE:
	case NODE_EXPRESSION_LIST:
	case NODE_EXPRESSION_STATEMENT:
	case NODE_LIST:
	case NODE_LIST_SPLAT:
	case NODE_LIST_SPLAT_PATTERN:
	case NODE_MODULE:
	case NODE_PARENTHESIZED:
	case NODE_TUPLE:
	case NODE_TYPE_PARAMETER:
	case NODE_UNION_TYPE: return true;
	default: return false;
	}
}

/* Which of its subscripts are types. */
enum subscripts { SUBSCRIPTS_ALL, SUBSCRIPTS_FIRST, SUBSCRIPTS_NONE };

static enum subscripts subscripts_of(struct str generic)
{
	if (str_is(generic, "Literal"))
		return SUBSCRIPTS_NONE;
	return str_is(generic, "Annotated") ? SUBSCRIPTS_FIRST : SUBSCRIPTS_ALL;
}

/* What is between the brackets that begin behind `from`. */
static void give_subscripts(struct names_reader *r, uint32_t from, enum subscripts which, struct context c)
{
	bool is_type = which != SUBSCRIPTS_NONE;

	for (uint32_t child = from; child != NONE; child = tree_next(r->t, child)) {
		if (tree_kind(r->t, child) == NODE_COMMA)
			is_type &= which == SUBSCRIPTS_ALL;
		r->contexts[child] = is_type ? in_type(c) : names_plain(c);
	}
}

void names_subscript(struct names_reader *r, uint32_t i, struct context c)
{
	uint32_t value = tree_first(r->t, i);

	names_give_all(r, i, names_plain(c));
	if (c.flags & IN_TYPE)
		give_subscripts(r, tree_next(r->t, value), subscripts_of(tree_last_name(r->t, value)), c);
	if (c.role == AS_ASSIGNED && tree_kind(r->t, tree_parent(r->t, i)) == NODE_TYPE) { /* type X[T] = ... */
		names_give_all(r, i, (struct context){ r->alias_scope, AS_TYPE_PARAMETER, 0 });
		names_give(r, value, c);
	}
}

/* Optional["X"], as the grammar reads it in the place of a type; X[T] on the left of a type statement. */
static void give_generic(struct names_reader *r, uint32_t i, struct context c)
{
	uint32_t name = tree_first(r->t, i), list = tree_next(r->t, name);

	if (c.role == AS_ASSIGNED) {
		names_give(r, name, c);
		names_give(r, list, (struct context){ r->alias_scope, AS_TYPE_PARAMETER, 0 });
		return;
	}
	names_give(r, name, names_plain(c));
	names_give(r, list, in_type(c));
}

static void give_parameters(struct names_reader *r, uint32_t list, struct context c)
{
	uint32_t generic = tree_parent(r->t, list);
	enum subscripts which = SUBSCRIPTS_ALL;

	if (tree_kind(r->t, generic) == NODE_GENERIC_TYPE)
		which = subscripts_of(tree_last_name(r->t, tree_first(r->t, generic)));
	give_subscripts(r, tree_first(r->t, list), which, c);
}

/* "T: bound" */
static void give_constrained(struct names_reader *r, uint32_t i, struct context c)
{
	names_give_all(r, i, in_type(c));
	if (c.role == AS_TYPE_PARAMETER)
		names_give(r, tree_first(r->t, i), c);
}

/* "a.B" */
static void give_member(struct names_reader *r, uint32_t i, struct context c)
{
	names_give_all(r, i, (struct context){ c.scope, AS_NOTHING, 0 });
	names_give(r, tree_first(r->t, i), in_type(c));
}

/* Whether these are types has been said by what is around them: Generic[...] or `type`, which may be a call. */
static bool is_settled(const struct tree *t, uint32_t i)
{
	enum node_kind around = tree_kind(t, tree_parent(t, i));

	return tree_kind(t, i) == NODE_TYPE && (around == NODE_TYPE_PARAMETER || around == NODE_TYPE_ALIAS);
}

static void give_types(struct names_reader *r, uint32_t i, struct context c)
{
	if (c.role == AS_READ)
		c = is_settled(r->t, i) && !(c.flags & IN_TYPE) ? names_plain(c) : in_type(c);
	names_give_all(r, i, c);
}

void names_type(struct names_reader *r, uint32_t i, struct context c)
{
	switch (tree_kind(r->t, i)) {
	case NODE_GENERIC_TYPE: give_generic(r, i, c); break;
	case NODE_MEMBER_TYPE: give_member(r, i, c); break;
	case NODE_CONSTRAINED_TYPE: give_constrained(r, i, c); break;
	case NODE_TYPE_PARAMETER:
		if (c.role == AS_TYPE_PARAMETER)
			names_give_all(r, i, c);
		else
			give_parameters(r, i, c);
		break;
	default: give_types(r, i, c); break;
	}
}

bool names_is_type_alias_mark(const struct tree *t, uint32_t type)
{
	return type != NONE && str_is(tree_last_name(t, tree_first(t, type)), "TypeAlias");
}

/* --- Calls with types among their arguments --- */

#define ARGUMENTS_MAX UINT32_MAX

static const struct typed_call {
	struct str callee;
	uint32_t first, last; /* positional arguments that are types */
	struct str keyword;   /* another, by its name */
} typed_calls[] = {
	{ STR_INIT("NewType"), 1, 1, STR_INIT("tp") },
	{ STR_INIT("TypeVar"), 1, ARGUMENTS_MAX, STR_INIT("bound") },
	{ STR_INIT("assert_type"), 1, 1, STR_INIT("typ") },
	{ STR_INIT("cast"), 0, 0, STR_INIT("typ") },
};

static const struct typed_call *find_typed_call(struct str callee)
{
	for (size_t i = 0; i < ARRAY_LEN(typed_calls); i++)
		if (str_eq(callee, typed_calls[i].callee))
			return &typed_calls[i];
	return NULL;
}

static bool is_argument_type(const struct tree *t, const struct typed_call *call, uint32_t argument, uint32_t place)
{
	if (tree_kind(t, argument) == NODE_KEYWORD_ARGUMENT)
		return str_eq(tree_text(t, tree_first(t, argument)), call->keyword);
	return place >= call->first && place <= call->last;
}

void names_arguments(struct names_reader *r, uint32_t list, struct context c)
{
	uint32_t call = tree_parent(r->t, list), place = 0;
	const struct typed_call *typed = NULL;

	if (tree_kind(r->t, call) == NODE_CALL)
		typed = find_typed_call(tree_last_name(r->t, tree_callee(r->t, call)));
	tree_each_child (r->t, child, list) {
		bool is_type = typed && is_argument_type(r->t, typed, child, place);

		r->contexts[child] = is_type ? in_type(c) : names_plain(c);
		place += tree_kind(r->t, child) == NODE_COMMA;
	}
}

/* --- Strings --- */

static bool is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_word(char c)
{
	return is_capital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

/* Most are the name of a class and no more, and need no parser: keywords but three begin with a small letter. */
static bool is_class_name(struct str code)
{
	if (code.len == 0 || !is_capital(code.ptr[0]) || str_is(code, "None") || str_is(code, "True") ||
		str_is(code, "False"))
		return false;
	for (size_t i = 1; i < code.len; i++)
		if (!is_word(code.ptr[i]))
			return false;
	return true;
}

/* In brackets of its own a string may hold line breaks. */
static bool parse_quoted(struct names_reader *r, struct str code)
{
	struct tree *t = r->t;

	if (!t->quoted)
		t->quoted = tree_new();
	strbuf_clear(&t->quote);
	strbuf_addch(&t->quote, '(');
	strbuf_add(&t->quote, code);
	strbuf_addch(&t->quote, ')');
	tree_read(t->quoted, strbuf_str(&t->quote), NULL, 0);
	return !t->quoted->has_error;
}

void names_quoted(struct names_reader *r, uint32_t string, struct context c)
{
	struct tree *t = r->t;
	struct context *contexts = r->contexts;
	uint32_t base = r->base, live_from = r->live_from;
	struct str code;

	if (r->quotes == QUOTES_MAX || !tree_plain_string(t, string, &code) || str_find(code, '\\') < code.len)
		return;
	if (is_class_name(code)) {
		names_add_quoted(r, code, c);
		return;
	}
	if (str_trim(code).len == 0 || !parse_quoted(r, code))
		return;
	r->base += (uint32_t)(code.ptr - t->source.ptr) - 1;
	r->quotes++;
	r->t = t->quoted;
	r->contexts = xcalloc(r->t->nodes.len, sizeof(*r->contexts));
	names_walk(r, in_type(c));
	free(r->contexts);
	r->contexts = contexts;
	r->t = t;
	r->quotes--;
	r->base = base;
	r->live_from = live_from;
}
