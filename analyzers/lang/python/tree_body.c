/* Bodies of definitions: how many statements of their own, whether all they do is to call one thing, their flags. */
#include "base/base.h"
#include "analyzers/lang/python/tree.h"

#include <stdlib.h>

#include "analyzers/lang/python/terms.h"
#include "analyzers/lang/python/tree_speech.h"

/* What is counted for one definition. */
struct tally {
	uint32_t own;   /* statements of its own */
	uint32_t any;   /* everything but docstrings, pass and `...` */
	uint32_t last;  /* node of the last one of its own */
	bool is_passed; /* the last one is `x = call` and `return x` follows */
};

/* A compound statement that the walk is in. */
struct compound {
	uint32_t node;
	uint32_t def;
	uint32_t own; /* the definition's count before it */
};

struct bodies {
	struct tree *t;
	struct arena *arena;
	struct detail *items;
	struct scope scope;
	struct tally *tallies;          /* by definition */
	VEC(struct compound) compounds; /* innermost last */
	uint32_t skip;                  /* nodes before this one are part of a statement that was counted whole */
};

/* --- Kinds of statements --- */

static bool is_statement(const struct tree *t, uint32_t i)
{
	enum node_kind parent = tree_kind(t, tree_parent(t, i)), kind = tree_kind(t, i);

	return parent == NODE_BLOCK && kind != NODE_SEMICOLON && kind != NODE_ERROR && kind != NODE_CASE_CLAUSE;
}

static bool is_compound(enum node_kind kind)
{
	return kind == NODE_IF || kind == NODE_FOR || kind == NODE_WHILE || kind == NODE_TRY || kind == NODE_WITH ||
		kind == NODE_MATCH;
}

/* pass, `...`, a string: nothing. */
static bool is_nothing(const struct tree *t, uint32_t statement)
{
	enum node_kind kind = tree_kind(t, tree_first(t, statement));

	if (tree_kind(t, statement) != NODE_EXPRESSION_STATEMENT)
		return tree_kind(t, statement) == NODE_PASS;
	return kind == NODE_STRING || kind == NODE_CONCATENATED_STRING || kind == NODE_ELLIPSIS;
}

/* Statements that do something, but not what the body is for. */
static bool is_apart(const struct tree *t, uint32_t statement)
{
	switch (tree_kind(t, statement)) {
	case NODE_FUTURE_IMPORT:
	case NODE_GLOBAL:
	case NODE_IMPORT:
	case NODE_IMPORT_FROM:
	case NODE_NONLOCAL:
	case NODE_PASS:
	case NODE_PRINT: return true;
	case NODE_EXPRESSION_STATEMENT: return is_nothing(t, statement) || speech_is(t, statement);
	default: return false;
	}
}

/* Compound statements count for nothing when there is nothing in them; a loop, or what `with` enters, counts. */
static bool counts(const struct tree *t, uint32_t compound, bool is_empty)
{
	switch (tree_kind(t, compound)) {
	case NODE_IF:
	case NODE_TRY: return !is_empty;
	case NODE_WITH: return !speech_is_catching(t, compound);
	default: return true;
	}
}

/* --- Statements that only hand on what one call gives --- */

static struct str node_text(const struct tree *t, uint32_t i)
{
	return i == NONE ? STR("") : tree_text(t, i);
}

/* The only statement of a block besides those apart, or NONE. */
static uint32_t only_statement(const struct tree *t, uint32_t block)
{
	uint32_t only = NONE;

	tree_each_child (t, child, block) {
		if (!is_statement(t, child) || is_apart(t, child))
			continue;
		if (only != NONE)
			return NONE;
		only = child;
	}
	return only;
}

/* Does the block only yield `name` (or nothing)? */
static bool yields_only(const struct tree *t, uint32_t block, struct str name)
{
	uint32_t yield = tree_first(t, only_statement(t, block)), operand;

	if (tree_kind(t, yield) != NODE_YIELD)
		return false;
	operand = tree_next(t, tree_first(t, yield));
	return operand == NONE || (name.len > 0 && str_eq(tree_text(t, operand), name));
}

/* `with call as x: yield x`: the call, or NONE. */
static uint32_t handing_with(const struct tree *t, uint32_t with)
{
	uint32_t item = tree_child(t, tree_child(t, with, NODE_WITH_CLAUSE), NODE_WITH_ITEM);
	uint32_t value = tree_first(t, item);
	struct str name = STR("");

	if (item == NONE || tree_next(t, item) != NONE)
		return NONE;
	if (tree_kind(t, value) == NODE_AS_PATTERN) {
		name = node_text(t, tree_child(t, value, NODE_AS_PATTERN_TARGET));
		value = tree_first(t, value);
	}
	return yields_only(t, tree_child(t, with, NODE_BLOCK), name) ? value : NONE;
}

/* `for x in call: yield x`: the call, or NONE. */
static uint32_t handing_for(const struct tree *t, uint32_t loop)
{
	struct str name = node_text(t, tree_after(t, loop, NODE_FOR_WORD));

	if (tree_child(t, loop, NODE_ELSE_CLAUSE) != NONE || !yields_only(t, tree_child(t, loop, NODE_BLOCK), name))
		return NONE;
	return tree_after(t, loop, NODE_IN_WORD);
}

static uint32_t handing(const struct tree *t, uint32_t compound)
{
	switch (tree_kind(t, compound)) {
	case NODE_WITH: return handing_with(t, compound);
	case NODE_FOR: return handing_for(t, compound);
	default: return NONE;
	}
}

/* `x = call` and then `return x`: together one statement. */
static bool passes_on(const struct tree *t, const struct tally *tally, uint32_t statement)
{
	uint32_t assignment, value;

	if (tally->own == 0 || tree_kind(t, statement) != NODE_RETURN ||
		tree_parent(t, tally->last) != tree_parent(t, statement))
		return false;
	assignment = tree_first(t, tally->last);
	if (tree_kind(t, assignment) != NODE_ASSIGNMENT || tree_kind(t, tree_first(t, assignment)) != NODE_IDENTIFIER)
		return false;
	value = tree_next(t, tree_first(t, statement));
	return tree_kind(t, tree_bare(t, tree_after(t, assignment, NODE_EQ))) == NODE_CALL && value != NONE &&
		str_eq(tree_text(t, value), tree_text(t, tree_first(t, assignment)));
}

/* The expression whose value is all that the statement is about, or NONE. */
static uint32_t value_of(const struct tree *t, const struct tally *tally)
{
	uint32_t value = tree_first(t, tally->last);

	switch (tree_kind(t, tally->last)) {
	case NODE_RETURN: value = tree_next(t, value); break;
	case NODE_EXPRESSION_STATEMENT:
		if (tally->is_passed)
			value = tree_after(t, value, NODE_EQ);
		break;
	default: value = handing(t, tally->last);
	}
	value = tree_bare(t, value);
	if (tree_kind(t, value) == NODE_YIELD) {
		value = tree_next(t, tree_first(t, value));
		if (tree_kind(t, value) == NODE_FROM_WORD)
			value = tree_next(t, value);
	}
	return tree_bare(t, value);
}

static struct str delegate_of(struct bodies *b, const struct tally *tally)
{
	uint32_t value = value_of(b->t, tally);

	if (tree_kind(b->t, value) != NODE_CALL)
		return STR("");
	return tree_chain(b->t, tree_callee(b->t, value), b->arena);
}

/* --- The walk --- */

static void count_own(struct tally *tally, uint32_t statement)
{
	tally->own++;
	tally->last = statement;
	tally->is_passed = false;
}

static void leave_compounds(struct bodies *b, uint32_t i)
{
	while (b->compounds.len > 0 && i >= b->t->nodes.items[vec_last(&b->compounds)->node].next) {
		struct compound left = vec_pop(&b->compounds);
		struct tally *tally = &b->tallies[left.def];

		if (counts(b->t, left.node, tally->own == left.own))
			count_own(tally, left.node);
	}
}

static void visit_statement(struct bodies *b, uint32_t i)
{
	struct tree *t = b->t;
	struct tally *tally = &b->tallies[b->scope.def];

	if (!is_nothing(t, i))
		tally->any++;
	if (is_apart(t, i))
		return;
	if (handing(t, i) != NONE) {
		count_own(tally, i);
		b->skip = t->nodes.items[i].next;
	} else if (is_compound(tree_kind(t, i))) {
		vec_push(&b->compounds, (struct compound){ i, b->scope.def, tally->own });
	} else if (passes_on(t, tally, i)) {
		tally->is_passed = true;
	} else {
		count_own(tally, i);
	}
}

static void walk(struct bodies *b)
{
	struct tree *t = b->t;

	for (uint32_t i = 0; i < t->nodes.len; i++) {
		struct detail *owner;

		leave_compounds(b, i);
		scope_move(&b->scope, t, i);
		if (b->scope.def == NONE)
			continue;
		owner = &b->items[b->scope.def];
		if (tree_kind(t, i) == NODE_YIELD)
			owner->flags |= BODY_YIELDS;
		else if (tree_kind(t, i) == NODE_CALL && speech_is_deprecation(t, i))
			owner->flags |= BODY_WARNS;
		if (i >= b->skip && is_statement(t, i))
			visit_statement(b, i);
	}
	leave_compounds(b, UINT32_MAX);
}

/* --- From counts to details --- */

static void read_docstring(struct bodies *b, size_t d)
{
	struct str doc;

	if (!tree_docstring(b->t, b->t->defs.items[d].body, &doc))
		return;
	b->items[d].flags |= BODY_HAS_DOC;
	if (terms_is_deprecated(doc) || str_has_nocase(doc, STR("obsolete")))
		b->items[d].flags |= BODY_DOC_DEPRECATED;
}

static void finish_function(struct bodies *b, size_t d)
{
	const struct tally *tally = &b->tallies[d];
	struct detail *item = &b->items[d];

	item->statement_count = tally->own;
	if (tally->own != 1)
		return;
	item->delegate = delegate_of(b, tally);
	if (tree_kind(b->t, tally->last) == NODE_RAISE)
		item->flags |= BODY_RAISES;
}

/* Made when the class is: what warns there warns of the class. */
static bool is_constructor(struct str name)
{
	return str_is(name, "__init__") || str_is(name, "__new__") || str_is(name, "__init_subclass__") ||
		str_is(name, "__post_init__");
}

struct class_sum {
	uint32_t methods, raising;
};

static void add_method(struct bodies *b, struct class_sum *sum, size_t d)
{
	const struct tree_def *def = &b->t->defs.items[d];
	const struct detail *method = &b->items[d];
	struct detail *class = &b->items[def->parent];

	class->statement_count += method->statement_count;
	class->flags |= method->flags & BODY_ABSTRACT;
	if (is_constructor(tree_text(b->t, def->name)))
		class->flags |= method->flags & BODY_WARNS;
	sum->methods++;
	sum->raising += (method->flags & BODY_RAISES) != 0;
}

static void finish(struct bodies *b)
{
	const struct tree *t = b->t;
	struct class_sum *sums = xcalloc(MAX(t->defs.len, 1), sizeof(*sums));

	for (size_t d = 0; d < t->defs.len; d++) {
		const struct tree_def *def = &t->defs.items[d];

		read_docstring(b, d);
		if (b->tallies[d].any == 0)
			b->items[d].flags |= BODY_EMPTY;
		if (def->is_class)
			continue;
		finish_function(b, d);
		if (def->parent != NONE && t->defs.items[def->parent].is_class)
			add_method(b, &sums[def->parent], d);
	}
	for (size_t d = 0; d < t->defs.len; d++)
		if (sums[d].methods > 0 && sums[d].raising == sums[d].methods)
			b->items[d].flags |= BODY_RAISES;
	free(sums);
}

void tree_bodies(struct tree *t, struct arena *a, struct detail *items)
{
	struct bodies b = { .t = t, .arena = a, .items = items, .scope = SCOPE_START };

	b.tallies = xcalloc(MAX(t->defs.len, 1), sizeof(*b.tallies));
	walk(&b);
	finish(&b);
	free(b.tallies);
	vec_release(&b.compounds);
}
