/* Bindings and exports from the tree: assignments, and other statements that bind names, at module and class level. */
#include "base/base.h"
#include "analyzers/lang/python/tree_outline.h"

#include <stdlib.h>

/* Is the walk in a place whose names others can see? */
static bool is_visible(const struct outliner *o)
{
	return o->scope.def == NONE || o->t->defs.items[o->scope.def].is_class;
}

static void add_binding(struct outliner *o, uint32_t name, struct binding b)
{
	if (tree_text(o->t, name).len == 0)
		return; /* a token that the parser missed */
	b.def = o->scope.def;
	b.block = outliner_block(o);
	b.name = arena_str(o->arena, tree_text(o->t, name));
	b.span = tree_node_span(o->t, name);
	if (b.name.len > 0) /* the parser puts in names that it misses */
		vec_push(&o->bindings, b);
}

/* Every plain name among the nodes, however deep; not those that an attribute or subscript starts with. */
static void bind_between(struct outliner *o, uint32_t first, uint32_t end)
{
	struct tree *t = o->t;

	for (uint32_t i = first; i < end;) {
		enum node_kind kind = tree_kind(t, i);

		if (kind == NODE_IDENTIFIER)
			add_binding(o, i, (struct binding){ .kind = BINDING_OTHER });
		if (kind == NODE_ATTRIBUTE || kind == NODE_SUBSCRIPT || kind == NODE_CALL)
			i = t->nodes.items[i].next;
		else
			i++;
	}
}

static void bind_names(struct outliner *o, uint32_t target)
{
	if (target != NONE)
		bind_between(o, target, o->t->nodes.items[target].next);
}

/* --- Assignments --- */

static struct binding read_value(struct outliner *o, uint32_t value)
{
	struct tree *t = o->t;
	struct binding b = { .kind = BINDING_OTHER };

	if (tree_kind(t, value) == NODE_NONE) {
		b.kind = BINDING_NONE;
	} else if (tree_is_dotted(t, value)) {
		b.kind = BINDING_ALIAS;
		b.value = tree_dotted(t, value, o->arena);
	} else {
		while (tree_kind(t, value) == NODE_AWAIT)
			value = tree_next(t, tree_first(t, value));
		if (tree_kind(t, value) == NODE_CALL && tree_is_dotted(t, tree_callee(t, value))) {
			b.kind = BINDING_CALL;
			b.value = tree_dotted(t, tree_callee(t, value), o->arena);
		}
	}
	return b;
}

/* The value of a chain `a = b = value`, or NONE. */
static uint32_t value_of(const struct tree *t, uint32_t assignment)
{
	uint32_t value = assignment;

	while (tree_kind(t, value) == NODE_ASSIGNMENT)
		value = tree_after(t, value, NODE_EQ);
	return value;
}

static void bind_assignment(struct outliner *o, uint32_t assignment)
{
	struct tree *t = o->t;
	struct binding value = { .kind = BINDING_OTHER };
	uint32_t last = value_of(t, assignment);

	if (last != NONE)
		value = read_value(o, last);
	for (; tree_kind(t, assignment) == NODE_ASSIGNMENT; assignment = tree_after(t, assignment, NODE_EQ)) {
		uint32_t targets = tree_first(t, assignment), type = tree_child(t, assignment, NODE_TYPE);
		uint32_t target = tree_first_target(t, targets);

		if (tree_kind(t, target) == NODE_IDENTIFIER &&
			t->nodes.items[target].next == t->nodes.items[targets].next) {
			value.annotation = type == NONE ? STR("") : arena_str(o->arena, tree_text(t, type));
			add_binding(o, target, value);
		} else {
			bind_between(o, target, t->nodes.items[targets].next);
		}
	}
}

/* --- __all__ --- */

static bool is_all(const struct tree *t, uint32_t i)
{
	return tree_kind(t, i) == NODE_IDENTIFIER && str_is(tree_text(t, i), "__all__");
}

/* A string goes into exports; anything else leaves the mark. */
static void add_export(struct outliner *o, uint32_t i)
{
	struct str content;

	if (tree_plain_string(o->t, i, &content))
		vec_push(&o->exports, arena_str(o->arena, content));
	else
		o->marks |= MARK_ALL_DYNAMIC;
}

static void add_elements(struct outliner *o, uint32_t display)
{
	tree_each_child (o->t, child, display) {
		switch (tree_kind(o->t, child)) {
		case NODE_LEFT_BRACKET:
		case NODE_RIGHT_BRACKET:
		case NODE_LEFT_PAREN:
		case NODE_RIGHT_PAREN:
		case NODE_COMMA: break;
		default: add_export(o, child);
		}
	}
}

static bool is_sum(const struct tree *t, uint32_t i)
{
	return tree_kind(t, i) == NODE_BINARY && str_is(tree_text(t, tree_next(t, tree_first(t, i))), "+");
}

/* "a", "b" */
static bool is_open_display(const struct tree *t, uint32_t i)
{
	return tree_kind(t, i) == NODE_EXPRESSION_LIST && tree_kind(t, tree_first(t, i)) == NODE_STRING;
}

static bool begins_with_string(const struct tree *t, uint32_t i)
{
	while (i != NONE && tree_kind(t, i) != NODE_STRING)
		i = tree_first(t, i);
	return i != NONE;
}

/* A sum in brackets of its own, as formatters like to lay it out, without them; anything else as it is. */
static uint32_t strip_brackets(const struct tree *t, uint32_t value)
{
	uint32_t inner = tree_kind(t, value) == NODE_PARENTHESIZED ? tree_next(t, tree_first(t, value)) : NONE;

	return inner == NONE || begins_with_string(t, inner) ? value : inner;
}

/* The operands of a sum, leftmost first: sums nest to the left. */
static void add_exports(struct outliner *o, uint32_t value)
{
	struct tree *t = o->t;
	uint32_t end;

	value = strip_brackets(t, value);
	end = value == NONE ? 0 : t->nodes.items[value].next;
	if (tree_kind(t, value) == NODE_STRING) {
		add_export(o, value);
		return;
	}
	if (is_open_display(t, value)) {
		add_elements(o, value);
		return;
	}
	for (uint32_t i = value; i < end; i = is_sum(t, i) ? i + 1 : t->nodes.items[i].next) {
		switch (tree_kind(t, i)) {
		case NODE_LIST:
		case NODE_TUPLE:
		case NODE_PARENTHESIZED: add_elements(o, i); break;
		default:
			if (!is_sum(t, i) && !(tree_kind(t, i) == NODE_OTHER && is_sum(t, tree_parent(t, i))))
				o->marks |= MARK_ALL_DYNAMIC;
		}
	}
}

/* When one of the names bound since `first` is __all__, it is given this value; NONE when that cannot be told. */
static void export_value(struct outliner *o, size_t first, uint32_t value)
{
	bool is_bound = false;

	for (size_t i = first; i < o->bindings.len; i++)
		is_bound |= str_is(o->bindings.items[i].name, "__all__");
	if (!is_bound)
		return;
	o->has_exports |= value != NONE;
	if (value != NONE)
		add_exports(o, value);
	else
		o->marks |= MARK_ALL_DYNAMIC;
}

/* __all__.extend([...]), __all__.append("x"), or a method that cannot be followed. */
static void export_call(struct outliner *o, uint32_t call)
{
	struct tree *t = o->t;
	uint32_t callee = tree_callee(t, call);
	struct str method = tree_last_name(t, callee);

	if (tree_kind(t, callee) != NODE_ATTRIBUTE || !is_all(t, tree_first(t, callee)))
		return;
	if (str_is(method, "extend")) {
		o->has_exports = true;
		add_exports(o, tree_argument(t, call, 0));
	} else {
		size_t known = o->exports.len;

		add_export(o, str_is(method, "append") ? tree_argument(t, call, 0) : NONE);
		o->has_exports |= o->exports.len > known;
	}
}

/* --- Statements --- */

static void bind_expression(struct outliner *o, uint32_t expression)
{
	struct tree *t = o->t;
	bool is_module = o->scope.def == NONE;
	size_t first = o->bindings.len;
	uint32_t value = value_of(t, expression);

	switch (tree_kind(t, expression)) {
	case NODE_ASSIGNMENT:
		bind_assignment(o, expression);
		if (is_module && value != NONE)
			export_value(o, first, value);
		break;
	case NODE_AUGMENTED_ASSIGNMENT:
		bind_names(o, tree_first(t, expression));
		if (is_module)
			export_value(o, first, tree_after(t, expression, NODE_PLUS_EQ));
		break;
	case NODE_CALL:
		if (is_module)
			export_call(o, expression);
		break;
	default: break;
	}
}

/* Wherever brackets put them: `with (a as x, b as y):`. */
static void bind_with(struct outliner *o, uint32_t with)
{
	struct tree *t = o->t;
	uint32_t clause = tree_child(t, with, NODE_WITH_CLAUSE);
	uint32_t end = clause == NONE ? 0 : t->nodes.items[clause].next;

	for (uint32_t i = clause; i < end; i++)
		if (tree_kind(t, i) == NODE_AS_PATTERN_TARGET)
			bind_names(o, i);
}

void outliner_bind(struct outliner *o, uint32_t statement)
{
	uint32_t first = tree_first(o->t, statement);

	if (!is_visible(o))
		return;
	switch (tree_kind(o->t, statement)) {
	case NODE_EXPRESSION_STATEMENT: bind_expression(o, first); break;
	case NODE_DELETE: bind_names(o, tree_next(o->t, first)); break;
	case NODE_FOR: bind_names(o, tree_after(o->t, statement, NODE_FOR_WORD)); break;
	case NODE_WITH: bind_with(o, statement); break;
	default: break;
	}
}
