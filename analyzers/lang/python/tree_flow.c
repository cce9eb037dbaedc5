/* Following a value upwards from the expression that makes it. */
#include "base/base.h"
#include "analyzers/lang/python/tree_flow.h"

#define STEPS_MAX 200 /* up from an expression: only generated code nests deeper */
#define PAIRS_MAX 16  /* elements of a tuple assignment that are matched with their targets */

bool flow_is_passage(const struct tree *t, uint32_t i)
{
	switch (tree_kind(t, i)) {
	case NODE_ASSIGNMENT: /* one of a chain */
	case NODE_BOOLEAN:
	case NODE_CONDITIONAL:
	case NODE_NAMED_EXPRESSION:
	case NODE_PARENTHESIZED:
	case NODE_YIELD: return true;
	case NODE_AWAIT: return tree_kind(t, tree_bare(t, i)) == NODE_CALL;
	default: return false;
	}
}

static bool is_token(enum node_kind kind)
{
	return kind >= NODE_AND_WORD;
}

bool flow_may_pass(const struct tree *t, uint32_t i)
{
	uint32_t parent = tree_parent(t, i);

	if (is_token(tree_kind(t, i)))
		return false;
	switch (tree_kind(t, parent)) {
	case NODE_ASSIGNMENT: return tree_follows(t, i, NODE_EQ);
	case NODE_EXPRESSION_LIST: return tree_kind(t, tree_parent(t, parent)) == NODE_ASSIGNMENT;
	case NODE_RETURN: return tree_first(t, parent) != i;
	case NODE_AWAIT:
	case NODE_BOOLEAN:
	case NODE_CONDITIONAL:
	case NODE_NAMED_EXPRESSION:
	case NODE_PARENTHESIZED:
	case NODE_YIELD: return tree_kind(t, i) != NODE_OTHER;
	default: return false;
	}
}

/* The target that stands where the element stands: `a, b = f(), g()`. */
static uint32_t paired_target(const struct tree *t, uint32_t element)
{
	uint32_t list = tree_parent(t, element), targets = tree_first(t, tree_parent(t, list));
	uint32_t target = tree_first(t, targets), value = tree_first(t, list);

	if (tree_kind(t, targets) != NODE_PATTERN_LIST)
		return NONE;
	for (size_t i = 0; i < 2 * PAIRS_MAX && target != NONE; i++) {
		if (tree_kind(t, target) == NODE_LIST_SPLAT_PATTERN)
			return NONE;
		if (value == element)
			return target;
		target = tree_next(t, target);
		value = tree_next(t, value);
	}
	return NONE;
}

static void set_target(struct flow *f, uint32_t target)
{
	if (f->target == NONE)
		f->target = target;
}

/* One step up from i; NONE at the end of the way. */
static uint32_t step(const struct tree *t, uint32_t i, struct flow *f)
{
	uint32_t parent = tree_parent(t, i), first = tree_first(t, parent);

	switch (tree_kind(t, parent)) {
	case NODE_PARENTHESIZED: return parent;
	case NODE_AWAIT: f->is_awaited = true; return tree_kind(t, tree_bare(t, i)) == NODE_CALL ? parent : NONE;
	case NODE_CONDITIONAL: return tree_follows(t, i, NODE_IF_WORD) ? NONE : parent;
	case NODE_BOOLEAN: return i == first && tree_kind(t, tree_next(t, first)) != NODE_OR_WORD ? NONE : parent;
	case NODE_NAMED_EXPRESSION:
		if (i == first)
			return NONE;
		set_target(f, first);
		return parent;
	case NODE_ASSIGNMENT:
		if (!tree_follows(t, i, NODE_EQ))
			return NONE;
		if (f->assignment == NONE)
			f->assignment = parent;
		f->target = first; /* of a chain the outermost, which is written first */
		return parent;
	case NODE_EXPRESSION_LIST:
		if (tree_follows(t, parent, NODE_EQ))
			set_target(f, paired_target(t, i));
		return NONE;
	case NODE_AS_PATTERN:
		if (i == first && tree_kind(t, tree_parent(t, parent)) == NODE_WITH_ITEM)
			set_target(f, tree_first(t, tree_child(t, parent, NODE_AS_PATTERN_TARGET)));
		return NONE;
	case NODE_RETURN:
	case NODE_YIELD: f->is_returned = true; return NONE;
	default: return NONE;
	}
}

struct flow flow_of(const struct tree *t, uint32_t expression)
{
	struct flow f = { .target = NONE, .assignment = NONE };

	for (uint32_t i = expression, steps = 0; i != NONE && steps < STEPS_MAX; steps++)
		i = step(t, i, &f);
	return f;
}
