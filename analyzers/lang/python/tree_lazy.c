/* Names that a module hands out by __getattr__ (PEP 562): the strings that the asked-for name is compared with. */
#include "base/base.h"
#include "analyzers/lang/python/tree.h"

#include <stdlib.h>

#define TABLES_MAX 32 /* that are looked up in; each is looked for in the whole file */

struct lazy {
	struct tree *t;
	struct arena *arena;
	struct str asked; /* the parameter's name */
	unsigned tables;
	VEC(struct str) names;
};

static bool is_asked(const struct lazy *l, uint32_t i)
{
	return tree_kind(l->t, i) == NODE_IDENTIFIER && str_eq(tree_text(l->t, i), l->asked);
}

static void add_string(struct lazy *l, uint32_t i)
{
	struct str content;

	if (tree_plain_string(l->t, i, &content))
		vec_push(&l->names, arena_str(l->arena, content));
}

/* The strings of a display: elements, or keys of a dictionary; frozenset({...}) and the like too. */
static void add_display(struct lazy *l, uint32_t display)
{
	const struct tree *t = l->t;

	if (tree_kind(t, display) == NODE_CALL)
		display = tree_argument(t, display, 0);
	switch (tree_kind(t, display)) {
	case NODE_DICTIONARY:
	case NODE_LIST:
	case NODE_SET:
	case NODE_TUPLE: break;
	default: return;
	}
	tree_each_child (t, child, display)
		add_string(l, tree_kind(t, child) == NODE_PAIR ? tree_first(t, child) : child);
}

/* What a table that the name is looked up in was made of, wherever that was. */
static void add_table(struct lazy *l, uint32_t table)
{
	const struct tree *t = l->t;

	if (tree_kind(t, table) != NODE_IDENTIFIER || l->tables++ == TABLES_MAX)
		return;
	for (uint32_t i = 0; i < t->nodes.len; i++) {
		uint32_t target = tree_first(t, i);

		if (tree_kind(t, i) == NODE_ASSIGNMENT && tree_kind(t, target) == NODE_IDENTIFIER &&
			str_eq(tree_text(t, target), tree_text(t, table)))
			add_display(l, tree_after(t, i, NODE_EQ));
	}
}

/* name == "x", name in ("x", "y"), name in _TABLE */
static void add_comparison(struct lazy *l, uint32_t comparison)
{
	bool has_asked = false;

	tree_each_child (l->t, child, comparison)
		has_asked |= is_asked(l, child);
	if (!has_asked)
		return;
	tree_each_child (l->t, child, comparison) {
		if (is_asked(l, child))
			continue;
		add_string(l, child);
		add_display(l, child);
		add_table(l, child);
	}
}

/* _TABLE.get(name) */
static void add_lookup(struct lazy *l, uint32_t call)
{
	uint32_t callee = tree_callee(l->t, call);

	if (tree_kind(l->t, callee) == NODE_ATTRIBUTE && is_asked(l, tree_argument(l->t, call, 0)))
		add_table(l, tree_first(l->t, callee));
}

/* _TABLE[name] */
static void add_subscript(struct lazy *l, uint32_t subscript)
{
	if (is_asked(l, tree_after(l->t, subscript, NODE_LEFT_BRACKET)))
		add_table(l, tree_first(l->t, subscript));
}

/* match name: case "x" | "y": */
static void add_cases(struct lazy *l, uint32_t match)
{
	const struct tree *t = l->t;

	if (!is_asked(l, tree_next(t, tree_first(t, match))))
		return;
	for (uint32_t i = match; i < t->nodes.items[match].next; i++)
		if (tree_kind(t, i) == NODE_CASE_PATTERN)
			for (uint32_t j = i; j < t->nodes.items[i].next; j++)
				add_string(l, j);
}

static void walk(struct lazy *l, uint32_t function)
{
	for (uint32_t i = function; i < l->t->nodes.items[function].next; i++) {
		switch (tree_kind(l->t, i)) {
		case NODE_CALL: add_lookup(l, i); break;
		case NODE_COMPARISON: add_comparison(l, i); break;
		case NODE_MATCH: add_cases(l, i); break;
		case NODE_SUBSCRIPT: add_subscript(l, i); break;
		default: break;
		}
	}
}

static int compare_names(const void *a, const void *b)
{
	const struct str *left = a, *right = b;

	return str_cmp(*left, *right);
}

void tree_lazy_names(struct tree *t, struct arena *a, struct details *ret)
{
	struct lazy l = { .t = t, .arena = a };
	uint32_t unique = 0;

	vec_foreach (struct tree_def, def, &t->defs) {
		uint32_t param = tree_next(t, tree_first(t, tree_child(t, def->node, NODE_PARAMETERS)));

		if (def->parent != NONE || def->is_class || !str_is(tree_text(t, def->name), "__getattr__") ||
			param == NONE)
			continue;
		l.asked = tree_text(t, tree_kind(t, param) == NODE_IDENTIFIER ? param : param + 1);
		walk(&l, def->node);
	}
	vec_sort(&l.names, compare_names);
	for (uint32_t i = 0; i < l.names.len; i++)
		if (unique == 0 || !str_eq(l.names.items[unique - 1], l.names.items[i]))
			l.names.items[unique++] = l.names.items[i];
	ret->lazy_count = unique;
	ret->lazy_names = arena_copy(a, l.names.items, unique, sizeof(*l.names.items));
	vec_release(&l.names);
}
