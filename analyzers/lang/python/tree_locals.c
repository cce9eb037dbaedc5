/* Local names of functions: collected in one walk, numbered when they are asked for. */
#include "base/base.h"
#include "analyzers/lang/python/tree_locals.h"

#include <stdlib.h>

/* What the map says of a name that has no number yet. */
#define UNNUMBERED UINT32_C(0xFFFFFFFD)
#define GLOBAL UINT32_C(0xFFFFFFFC)
#define OUTER UINT32_C(0xFFFFFFFB)

struct collector {
	struct locals *locals;
	const struct tree *t;
	struct scope scope;
};

static uint64_t key_of(uint32_t def, struct str name)
{
	return str_hash(name) + (uint64_t)def * UINT64_C(0x9E3779B97F4A7C15);
}

static void add_name(struct collector *c, uint32_t def, uint32_t identifier)
{
	struct str name;

	if (identifier == NONE || def == NONE || c->t->defs.items[def].is_class)
		return;
	name = tree_text(c->t, identifier);
	if (!str_is(name, "self") && !str_is(name, "cls"))
		map_add(&c->locals->names, key_of(def, name), UNNUMBERED);
}

/* Every plain name of a target. */
static void add_target(struct collector *c, uint32_t target)
{
	const struct tree *t = c->t;
	uint32_t end = target == NONE ? 0 : t->nodes.items[target].next;

	for (uint32_t i = target; i < end;) {
		enum node_kind kind = tree_kind(t, i);

		if (kind == NODE_IDENTIFIER)
			add_name(c, c->scope.def, i);
		if (kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT || kind == NODE_CALL)
			i = t->nodes.items[i].next;
		else
			i++;
	}
}

static void declare(struct collector *c, uint32_t statement, uint32_t as)
{
	if (c->scope.def == NONE)
		return;
	tree_each_child (c->t, child, statement)
		if (tree_kind(c->t, child) == NODE_IDENTIFIER)
			map_set(&c->locals->names, key_of(c->scope.def, tree_text(c->t, child)), as);
}

bool locals_is_param(const struct tree *t, uint32_t identifier)
{
	uint32_t i = identifier, parent = tree_parent(t, i);
	enum node_kind kind = tree_kind(t, parent);

	if (kind == NODE_LIST_SPLAT_PATTERN || kind == NODE_DICTIONARY_SPLAT_PATTERN || kind == NODE_TUPLE_PATTERN) {
		i = parent;
		parent = tree_parent(t, i);
		kind = tree_kind(t, parent);
	}
	if (kind == NODE_TYPED_PARAMETER || kind == NODE_DEFAULT_PARAMETER || kind == NODE_TYPED_DEFAULT_PARAMETER) {
		if (tree_first(t, parent) != i)
			return false;
		kind = tree_kind(t, tree_parent(t, parent));
	}
	return kind == NODE_PARAMETERS || kind == NODE_LAMBDA_PARAMETERS;
}

/* The parameters of a function are its own, those of a lambda belong to the function around. */
static void add_params(struct collector *c, uint32_t params, uint32_t def)
{
	for (uint32_t i = params; i < c->t->nodes.items[params].next; i++)
		if (tree_kind(c->t, i) == NODE_IDENTIFIER && locals_is_param(c->t, i))
			add_name(c, def, i);
}

/* A lone name in a pattern captures; a dotted one is a value. */
static void add_capture(struct collector *c, uint32_t name)
{
	enum node_kind around = tree_kind(c->t, tree_parent(c->t, name));

	if ((around == NODE_CASE_PATTERN || around == NODE_KEYWORD_PATTERN) &&
		tree_next(c->t, tree_first(c->t, name)) == NONE)
		add_name(c, c->scope.def, tree_first(c->t, name));
}

static void visit(struct collector *c, uint32_t i)
{
	const struct tree *t = c->t;

	switch (tree_kind(t, i)) {
	case NODE_PARAMETERS:
		if (c->scope.following < t->defs.len && t->defs.items[c->scope.following].node == tree_parent(t, i))
			add_params(c, i, c->scope.following);
		break;
	case NODE_LAMBDA_PARAMETERS: add_params(c, i, c->scope.def); break;
	case NODE_ASSIGNMENT:
	case NODE_AUGMENTED_ASSIGNMENT:
	case NODE_NAMED_EXPRESSION: add_target(c, tree_first(t, i)); break;
	case NODE_FOR:
	case NODE_FOR_IN_CLAUSE: add_target(c, tree_after(t, i, NODE_FOR_WORD)); break;
	case NODE_AS_PATTERN: /* of a case, or of `with` and `except` */
	case NODE_EXCEPT_CLAUSE:
	case NODE_EXCEPT_GROUP_CLAUSE: add_target(c, tree_after(t, i, NODE_AS_WORD)); break;
	case NODE_CLASS:
	case NODE_FUNCTION: add_name(c, c->scope.def, tree_child(t, i, NODE_IDENTIFIER)); break;
	case NODE_DOTTED_NAME: add_capture(c, i); break;
	case NODE_SPLAT_PATTERN: add_name(c, c->scope.def, tree_child(t, i, NODE_IDENTIFIER)); break;
	case NODE_GLOBAL: declare(c, i, GLOBAL); break;
	case NODE_NONLOCAL: declare(c, i, OUTER); break;
	default: break;
	}
}

void locals_find(struct locals *l, const struct tree *t)
{
	struct collector c = { l, t, SCOPE_START };

	map_clear(&l->names);
	l->counters = xcalloc(MAX(t->defs.len, 1), sizeof(*l->counters));
	for (uint32_t i = 0; i < t->nodes.len; i++) {
		scope_move(&c.scope, t, i);
		if (c.scope.def != NONE || tree_kind(t, i) == NODE_PARAMETERS)
			visit(&c, i);
	}
}

void locals_release(struct locals *l)
{
	map_release(&l->names);
	free(l->counters);
	*l = (struct locals){ 0 };
}

bool locals_number(struct locals *l, const struct tree *t, uint32_t def, uint32_t identifier, uint32_t *ret_hops,
	uint32_t *ret_number)
{
	struct str name = tree_text(t, identifier);

	for (uint32_t hops = 0; def != NONE; def = t->defs.items[def].parent) {
		uint32_t known = map_get(&l->names, key_of(def, name));

		if (known == GLOBAL)
			return false;
		if (known == UNNUMBERED) {
			known = l->counters[def]++;
			map_set(&l->names, key_of(def, name), known);
		}
		if (known != NONE && known != OUTER) {
			*ret_hops = hops;
			*ret_number = known;
			return true;
		}
		hops += !t->defs.items[def].is_class;
	}
	return false;
}
