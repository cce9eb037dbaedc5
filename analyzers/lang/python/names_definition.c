/* What opens a scope: functions, classes, lambdas, comprehensions, and the type parameters of the first two. */
#include "base/base.h"
#include "analyzers/lang/python/names_impl.h"

#include <string.h>

static struct context context(uint32_t scope, enum role role, unsigned flags)
{
	return (struct context){ scope, (uint8_t)role, (uint8_t)flags };
}

/* The scope of `[T]` in a header, around what the definition opens; the one that is given without it. */
static uint32_t add_type_scope(struct names_reader *r, uint32_t parameters, uint32_t around, uint32_t of)
{
	uint32_t scope;

	if (parameters == NONE)
		return around;
	scope = names_add_scope(r, SCOPE_TYPES, around, NONE, of, parameters);
	r->scopes.items[scope].out.end = tree_end(r->t, of) + r->base;
	names_give(r, parameters, context(scope, AS_TYPE_PARAMETER, 0));
	r->has_type_scopes = true;
	return scope;
}

/* The name of a definition is bound when all of it has been read. */
static uint32_t take_name(struct names_reader *r, uint32_t i, struct context c)
{
	uint32_t name = tree_child(r->t, i, NODE_IDENTIFIER);

	if (name == NONE)
		return NONE;
	names_add_bound(r, name, c, BOUND_BY_DEFINITION, tree_end(r->t, i));
	names_give(r, name, context(c.scope, AS_NOTHING, 0));
	return name;
}

/* The body, or, in a text that does not parse, what comes last. */
static uint32_t body_of(const struct tree *t, uint32_t i)
{
	uint32_t body = tree_child(t, i, NODE_BLOCK);

	return body == NONE ? i : body;
}

void names_function(struct names_reader *r, uint32_t i, struct context c)
{
	const struct tree *t = r->t;
	uint32_t name, types, scope;

	names_give_all(r, i, names_plain(c));
	name = take_name(r, i, c);
	types = add_type_scope(r, tree_child(t, i, NODE_TYPE_PARAMETER), c.scope, i);
	scope = names_add_scope(r, SCOPE_FUNCTION, types, name, i, body_of(t, i));
	r->scopes.items[scope].defaults = c.scope;
	r->scopes.items[scope].annotations = types;
	names_give(r, tree_child(t, i, NODE_PARAMETERS), context(scope, AS_PARAMETER, c.flags & IN_ARM));
	names_give(r, tree_child(t, i, NODE_TYPE), context(types, AS_READ, IN_TYPE | (c.flags & IN_ARM)));
	names_give(r, tree_child(t, i, NODE_BLOCK), context(scope, AS_READ, 0));
}

void names_class(struct names_reader *r, uint32_t i, struct context c)
{
	const struct tree *t = r->t;
	uint32_t name, types, scope;

	names_give_all(r, i, names_plain(c));
	name = take_name(r, i, c);
	types = add_type_scope(r, tree_child(t, i, NODE_TYPE_PARAMETER), c.scope, i);
	scope = names_add_scope(r, SCOPE_CLASS, types, name, i, body_of(t, i));
	names_give(r, tree_child(t, i, NODE_ARGUMENT_LIST), context(types, AS_READ, c.flags & IN_ARM));
	names_give(r, tree_child(t, i, NODE_BLOCK), context(scope, AS_READ, 0));
}

void names_lambda(struct names_reader *r, uint32_t i, struct context c)
{
	uint32_t scope = names_add_scope(r, SCOPE_LAMBDA, c.scope, NONE, i, i);

	r->scopes.items[scope].defaults = r->scopes.items[scope].annotations = c.scope;
	names_give_all(r, i, context(scope, AS_READ, 0));
	names_give(r, tree_child(r->t, i, NODE_LAMBDA_PARAMETERS), context(scope, AS_PARAMETER, c.flags & IN_ARM));
}

void names_comprehension(struct names_reader *r, uint32_t i, struct context c)
{
	uint32_t scope = names_add_scope(r, SCOPE_COMPREHENSION, c.scope, NONE, i, i);

	r->scopes.items[scope].home = r->scopes.items[c.scope].home;
	names_give_all(r, i, context(scope, AS_READ, 0));
	names_give(r, tree_child(r->t, i, NODE_FOR_IN_CLAUSE), context(scope, AS_READ, IS_FIRST_FOR));
}

/* `type (x).y = z` assigns to an attribute of what the function `type` returns. */
static bool is_call_of_type(const struct tree *t, uint32_t left)
{
	uint32_t name = tree_first(t, left);

	if (tree_kind(t, name) == NODE_SUBSCRIPT || tree_kind(t, name) == NODE_GENERIC_TYPE)
		name = tree_first(t, name);
	return tree_kind(t, name) != NODE_IDENTIFIER;
}

/* The value is looked at when it is asked for: it stands in a scope of its own. */
void names_type_alias(struct names_reader *r, uint32_t i, struct context c)
{
	uint32_t left = tree_child(r->t, i, NODE_TYPE);

	names_give_all(r, i, names_plain(c));
	if (left == NONE)
		return;
	if (is_call_of_type(r->t, left)) {
		names_add_keyword(r, i, (uint32_t)strlen("type"), c);
		names_give(r, left, context(c.scope, AS_BOUND, c.flags & IN_ARM));
		return;
	}
	r->alias_scope = names_add_scope(r, SCOPE_TYPES, c.scope, NONE, i, left);
	r->scopes.items[r->alias_scope].out.end = tree_end(r->t, i) + r->base;
	r->has_type_scopes = true;
	r->live_from = tree_end(r->t, i);
	names_give(r, left, context(c.scope, AS_ASSIGNED, c.flags & IN_ARM));
	names_give(r, tree_next(r->t, tree_next(r->t, left)), context(r->alias_scope, AS_READ, IN_TYPE));
}

/* A part of a parameter list; a default value and an annotation are read outside of the function. */
void names_parameter(struct names_reader *r, uint32_t i, struct context c)
{
	const struct draft_scope *f = &r->scopes.items[c.scope];
	bool is_value = false;

	tree_each_child (r->t, child, i) {
		if (tree_kind(r->t, child) == NODE_TYPE)
			r->contexts[child] = context(f->annotations, AS_READ, IN_TYPE | (c.flags & IN_ARM));
		else
			r->contexts[child] = is_value ? context(f->defaults, AS_READ, c.flags & IN_ARM) : c;
		is_value |= tree_kind(r->t, child) == NODE_EQ;
	}
}
