/* The walk over the tree: which scope each node stands in, and what each name is there. */
#include "base/base.h"
#include "analyzers/lang/python/names_impl.h"

#include <string.h>

static struct context with_role(struct context c, enum role role)
{
	c.role = (uint8_t)role;
	return c;
}

static uint32_t end_of(const struct names_reader *r, uint32_t i)
{
	return i == NONE ? 0 : tree_end(r->t, i);
}

/* --- Names --- */

static bool is_wildcard(const struct tree *t, uint32_t identifier)
{
	return str_is(tree_text(t, identifier), "_");
}

static void take_identifier(struct names_reader *r, uint32_t i, struct context c)
{
	switch ((enum role)c.role) {
	case AS_NOTHING: break;
	case AS_READ: names_add_read(r, i, c); break;
	case AS_ASSIGNED: names_add_bound(r, i, c, BOUND_BY_ASSIGNMENT, r->live_from); break;
	case AS_AUGMENTED:
		names_add_read(r, i, c);
		names_add_bound(r, i, c, BOUND_BY_ASSIGNMENT, r->live_from);
		break;
	case AS_DELETED:
		names_add_read(r, i, c);
		names_bind(r, i, c, BOUND_BY_OTHER);
		break;
	case AS_BOUND: names_add_bound(r, i, c, BOUND_BY_OTHER, r->live_from); break;
	case AS_PARAMETER:
	case AS_TYPE_PARAMETER:
		c.flags = 0;
		names_bind(r, i, c, BOUND_BY_PARAMETER);
		break;
	case AS_PATTERN:
		if (!is_wildcard(r->t, i))
			names_bind(r, i, c, BOUND_BY_OTHER);
		break;
	}
}

/* "a.b" in an expression is an attribute; this one is a pattern's. */
static void give_dotted_name(struct names_reader *r, uint32_t i, struct context c)
{
	uint32_t first = tree_first(r->t, i);
	bool is_lone = tree_next(r->t, first) == NONE;

	names_give_all(r, i, with_role(c, AS_NOTHING));
	names_give(r, first, c.role == AS_PATTERN && is_lone ? c : with_role(c, AS_READ));
}

static bool is_target(enum role role)
{
	return role == AS_ASSIGNED || role == AS_AUGMENTED || role == AS_DELETED || role == AS_BOUND;
}

static void give_attribute(struct names_reader *r, uint32_t i, struct context c)
{
	struct context object = names_plain(c);

	names_give_all(r, i, with_role(c, AS_NOTHING));
	if (is_target(c.role) || ((c.flags & IS_STORED) && c.role == AS_READ))
		object.flags |= IS_STORED;
	names_give(r, tree_first(r->t, i), object);
}

/* --- Targets and patterns --- */

/* What hands its role on to what is in it. */
static bool is_target_list(enum node_kind kind)
{
	switch (kind) {
	case NODE_AS_PATTERN_TARGET:
	case NODE_EXPRESSION_LIST:
	case NODE_LIST:
	case NODE_LIST_PATTERN:
	case NODE_LIST_SPLAT:
	case NODE_LIST_SPLAT_PATTERN:
	case NODE_PARENTHESIZED:
	case NODE_PATTERN_LIST:
	case NODE_TUPLE:
	case NODE_TUPLE_PATTERN: return true;
	default: return false;
	}
}

/* Of an assignment, what stands before its first target is a statement of its own. */
static void give_targets(struct names_reader *r, uint32_t i, struct context c)
{
	enum node_kind around = tree_kind(r->t, tree_parent(r->t, i));
	bool is_statement = around == NODE_ASSIGNMENT || around == NODE_AUGMENTED_ASSIGNMENT;
	uint32_t first = is_statement ? tree_first_target(r->t, i) : i;

	tree_each_child (r->t, child, i)
		r->contexts[child] = child < first ? names_plain(c) : c;
}

/* a.B(x, y=z): what is before the bracket is read. */
static void give_pattern(struct names_reader *r, uint32_t i, struct context c)
{
	enum node_kind kind = tree_kind(r->t, i);
	uint32_t first = tree_first(r->t, i);

	names_give_all(r, i, c);
	if (kind == NODE_CLASS_PATTERN)
		names_give(r, first, names_plain(c));
	else if (kind == NODE_KEYWORD_PATTERN)
		names_give(r, first, with_role(c, AS_NOTHING));
}

/* --- Statements and expressions --- */

/* `x: int` binds nothing yet, but makes the name one of the scope; `(x): int` not even that. */
static enum role role_of_target(const struct tree *t, uint32_t assignment)
{
	if (tree_child(t, assignment, NODE_EQ) != NONE)
		return AS_ASSIGNED;
	return tree_kind(t, tree_first(t, assignment)) == NODE_TUPLE_PATTERN ? AS_READ : AS_BOUND;
}

static void give_assignment(struct names_reader *r, uint32_t i, struct context c)
{
	const struct tree *t = r->t;
	struct context plain = names_plain(c), type = plain;
	uint32_t annotation = tree_child(t, i, NODE_TYPE);

	r->live_from = end_of(r, i);
	type.flags |= IN_TYPE;
	names_give_all(r, i, plain);
	names_give(r, tree_first(t, i), with_role(plain, role_of_target(t, i)));
	names_give(r, annotation, type);
	if (names_is_type_alias_mark(t, annotation))
		names_give(r, tree_after(t, i, NODE_EQ), type);
}

static void give_augmented(struct names_reader *r, uint32_t i, struct context c)
{
	struct context plain = names_plain(c);

	r->live_from = end_of(r, i);
	names_give_all(r, i, plain);
	names_give(r, tree_first(r->t, i), with_role(plain, AS_AUGMENTED));
}

/* In an f-string `{x:=5}` is a name and a format. */
static void give_named(struct names_reader *r, uint32_t i, struct context c)
{
	struct context plain = names_plain(c), target = with_role(plain, AS_ASSIGNED);

	if (tree_kind(r->t, tree_parent(r->t, i)) == NODE_INTERPOLATION) {
		names_give_all(r, i, with_role(c, AS_NOTHING));
		names_give(r, tree_first(r->t, i), plain);
		return;
	}
	r->live_from = end_of(r, i);
	target.scope = r->scopes.items[c.scope].home;
	names_give_all(r, i, plain);
	names_give(r, tree_first(r->t, i), target);
}

static bool is_arm(enum node_kind kind)
{
	switch (kind) {
	case NODE_BLOCK:
	case NODE_CASE_CLAUSE:
	case NODE_ELIF_CLAUSE:
	case NODE_ELSE_CLAUSE:
	case NODE_EXCEPT_CLAUSE:
	case NODE_EXCEPT_GROUP_CLAUSE:
	case NODE_FINALLY_CLAUSE: return true;
	default: return false;
	}
}

static void give_arms(struct names_reader *r, uint32_t i, struct context c)
{
	struct context plain = names_plain(c), arm = plain;

	arm.flags |= IN_ARM;
	tree_each_child (r->t, child, i)
		r->contexts[child] = is_arm(tree_kind(r->t, child)) ? arm : plain;
}

/* A loop may be gone through not once: its targets are bound in an arm. */
static void give_for(struct names_reader *r, uint32_t i, struct context c)
{
	struct context target = with_role(names_plain(c), AS_BOUND);

	target.flags |= IN_ARM;
	give_arms(r, i, c);
	names_give(r, tree_after(r->t, i, NODE_FOR_WORD), target);
	r->live_from = end_of(r, tree_after(r->t, i, NODE_IN_WORD));
}

static void give_for_in(struct names_reader *r, uint32_t i, struct context c)
{
	struct context inner = { c.scope, AS_READ, 0 }, over = inner;
	bool is_over = false;

	if (c.flags & IS_FIRST_FOR)
		over.scope = r->scopes.items[c.scope].out.parent;
	tree_each_child (r->t, child, i) {
		is_over |= tree_kind(r->t, child) == NODE_IN_WORD;
		r->contexts[child] = is_over ? over : inner;
	}
	names_give(r, tree_after(r->t, i, NODE_FOR_WORD), with_role(inner, AS_BOUND));
}

/* `as x`, of a with, an except or a pattern. */
static void give_as(struct names_reader *r, uint32_t i, struct context c)
{
	struct context plain = names_plain(c);
	uint32_t target = tree_after(r->t, i, NODE_AS_WORD);

	names_give_all(r, i, plain);
	if (c.role == AS_PATTERN)
		names_give(r, tree_first(r->t, i), c);
	names_give(r, target, with_role(plain, AS_BOUND));
	if (target != NONE)
		r->live_from = end_of(r, target);
}

/* `except A, e:` of Python 2, which the grammar takes. */
static void give_except(struct names_reader *r, uint32_t i, struct context c)
{
	give_as(r, i, c);
	if (tree_child(r->t, i, NODE_COMMA) != NONE)
		names_refuse(r, i);
}

/* `print >>f, x` is an expression; without the arrows it is Python 2. */
static void give_print(struct names_reader *r, uint32_t i, struct context c)
{
	uint32_t chevron = tree_next(r->t, tree_first(r->t, i));

	names_give_all(r, i, names_plain(c));
	if (chevron == NONE || !str_starts(tree_text(r->t, chevron), STR(">>")))
		names_refuse(r, i);
	else
		names_add_keyword(r, i, (uint32_t)strlen("print"), c);
}

static void declare_all(struct names_reader *r, uint32_t i, struct context c)
{
	bool is_global = tree_kind(r->t, i) == NODE_GLOBAL;

	names_give_all(r, i, with_role(c, AS_NOTHING));
	tree_each_child (r->t, child, i)
		if (tree_kind(r->t, child) == NODE_IDENTIFIER)
			names_declare(r, child, c.scope, is_global ? MENTIONS_GLOBAL : MENTIONS_NONLOCAL);
}

static void give_case(struct names_reader *r, uint32_t i, struct context c)
{
	tree_each_child (r->t, child, i) {
		bool is_pattern = tree_kind(r->t, child) == NODE_CASE_PATTERN;

		r->contexts[child] = with_role(names_plain(c), is_pattern ? AS_PATTERN : AS_READ);
	}
}

/* --- Calls --- */

static bool looks_at_all_names(struct str callee)
{
	static const char *const callees[] = { "exec", "eval", "globals", "locals", "vars" };

	for (size_t i = 0; i < ARRAY_LEN(callees); i++)
		if (str_is(callee, callees[i]))
			return true;
	return false;
}

static void give_call(struct names_reader *r, uint32_t i, struct context c)
{
	uint32_t callee = tree_callee(r->t, i);

	names_give_all(r, i, names_plain(c));
	if (tree_kind(r->t, callee) == NODE_IDENTIFIER && looks_at_all_names(tree_text(r->t, callee)))
		r->scopes.items[c.scope].out.is_dynamic = true;
}

static void give_keyword(struct names_reader *r, uint32_t i, struct context c)
{
	names_give_all(r, i, c);
	names_give(r, tree_first(r->t, i), with_role(c, AS_NOTHING));
}

/* --- One node --- */

/* Whatever a pass asks nothing of. */
static void give_default(struct names_reader *r, uint32_t i, struct context c)
{
	enum node_kind kind = tree_kind(r->t, i);

	if (c.role == AS_PATTERN)
		give_pattern(r, i, c);
	else if (is_target(c.role) && is_target_list(kind))
		give_targets(r, i, c);
	else if (c.role == AS_PARAMETER)
		names_parameter(r, i, c);
	else if (c.role == AS_TYPE_PARAMETER || ((c.flags & IN_TYPE) && names_keeps_type(kind)))
		names_type(r, i, c);
	else
		names_give_all(r, i, names_plain(c));
}

static void visit(struct names_reader *r, uint32_t i, struct context c)
{
	if (c.role == AS_NOTHING) {
		names_give_all(r, i, c);
		return;
	}
	switch (tree_kind(r->t, i)) {
	case NODE_IDENTIFIER: take_identifier(r, i, c); break;
	case NODE_DOTTED_NAME: give_dotted_name(r, i, c); break;
	case NODE_ATTRIBUTE: give_attribute(r, i, c); break;
	case NODE_STRING:
		if ((c.flags & IN_TYPE) && tree_first(r->t, i) == NONE)
			names_quoted(r, i, c);
		else
			names_give_all(r, i, names_plain(c));
		break;

	case NODE_ASSIGNMENT: give_assignment(r, i, c); break;
	case NODE_AUGMENTED_ASSIGNMENT: give_augmented(r, i, c); break;
	case NODE_NAMED_EXPRESSION: give_named(r, i, c); break;
	case NODE_DELETE: names_give_all(r, i, with_role(names_plain(c), AS_DELETED)); break;
	case NODE_FOR: give_for(r, i, c); break;
	case NODE_FOR_IN_CLAUSE: give_for_in(r, i, c); break;
	case NODE_IF:
	case NODE_MATCH:
	case NODE_TRY:
	case NODE_WHILE:
	case NODE_WITH: give_arms(r, i, c); break;
	case NODE_AS_PATTERN: give_as(r, i, c); break;
	case NODE_EXCEPT_CLAUSE:
	case NODE_EXCEPT_GROUP_CLAUSE: give_except(r, i, c); break;
	case NODE_CASE_CLAUSE: give_case(r, i, c); break;
	case NODE_GLOBAL:
	case NODE_NONLOCAL: declare_all(r, i, c); break;
	case NODE_FUTURE_IMPORT:
	case NODE_IMPORT:
	case NODE_IMPORT_FROM:
		names_add_imports(r, i, c);
		names_give_all(r, i, with_role(c, AS_NOTHING));
		break;
	case NODE_PRINT: give_print(r, i, c); break;
	case NODE_EXEC:
		names_refuse(r, i);
		names_give_all(r, i, names_plain(c));
		break;

	case NODE_FUNCTION: names_function(r, i, c); break;
	case NODE_CLASS: names_class(r, i, c); break;
	case NODE_LAMBDA: names_lambda(r, i, c); break;
	case NODE_DICTIONARY_COMPREHENSION:
	case NODE_GENERATOR:
	case NODE_LIST_COMPREHENSION:
	case NODE_SET_COMPREHENSION: names_comprehension(r, i, c); break;
	case NODE_TYPE_ALIAS: names_type_alias(r, i, c); break;

	case NODE_CALL: give_call(r, i, c); break;
	case NODE_ARGUMENT_LIST: names_arguments(r, i, c); break;
	case NODE_KEYWORD_ARGUMENT: give_keyword(r, i, c); break;
	case NODE_TYPE:
	case NODE_MEMBER_TYPE:
	case NODE_GENERIC_TYPE: names_type(r, i, c); break;
	case NODE_SUBSCRIPT: names_subscript(r, i, c); break;
	default: give_default(r, i, c); break;
	}
}

void names_walk(struct names_reader *r, struct context root)
{
	r->contexts[0] = root;
	for (uint32_t i = 0; i < r->t->nodes.len; i++)
		visit(r, i, r->contexts[i]);
}
