/* Conditions that ask whether something is there already, and the region in which it is known not to be. */
#include "base/base.h"
#include "analyzers/lang/python/tree_state.h"

#include <string.h>

#define DEPTH_MAX 8 /* of `and`, `or`, `not` and brackets: nobody reads deeper ones either */

struct asked {
	struct str name;
	uint32_t key; /* node of `key in name`, or NONE */
	bool is_absent; /* the condition holds when it is absent */
};

static uint32_t last_child(const struct tree *t, uint32_t i)
{
	uint32_t last = NONE;

	tree_each_child (t, child, i)
		last = child;
	return last;
}

/* The operator's words between the operands of a comparison: "is not", "not in", "==". */
static struct str operator_text(const struct tree *t, uint32_t left, uint32_t right)
{
	uint32_t start = tree_end(t, left), end = t->nodes.items[right].start;

	return str_trim(str_slice(t->source, start, end));
}

/* all.get(key) asks for all[key] */
static bool read_get(struct state_reader *r, uint32_t i, struct asked *ret)
{
	struct tree *t = r->t;
	uint32_t call = tree_kind(t, i) == NODE_NAMED_EXPRESSION ? last_child(t, i) : i, callee, key;

	if (call == NONE || tree_kind(t, call) != NODE_CALL)
		return false;
	callee = tree_callee(t, call);
	key = tree_argument(t, call, 0);
	if (key == NONE || tree_kind(t, callee) != NODE_ATTRIBUTE || !str_is(tree_last_name(t, callee), "get") || !tree_is_dotted(t, tree_first(t, callee)))
		return false;
	*ret = (struct asked){ .name = tree_dotted(t, tree_first(t, callee), r->arena), .key = key };
	return true;
}

static bool read_comparison(struct state_reader *r, uint32_t i, struct asked *ret)
{
	struct tree *t = r->t;
	uint32_t left = tree_first(t, i), right = left;
	struct str op;

	right = last_child(t, i);
	if (left == right || left == NONE)
		return false;
	op = operator_text(t, left, right);
	*ret = (struct asked){ .key = NONE };
	if (tree_kind(t, right) == NODE_NONE) {
		if (!read_get(r, tree_bare(t, left), ret))
			ret->name = tree_chain(t, left, r->arena);
		ret->is_absent = str_is(op, "is") || str_is(op, "==");
		return ret->is_absent || str_is(op, "is not") || str_is(op, "!=");
	}
	if (!tree_is_dotted(t, right))
		return false;
	ret->name = tree_chain(t, right, r->arena);
	ret->key = left;
	ret->is_absent = str_is(op, "not in");
	return ret->is_absent || str_is(op, "in");
}

/* hasattr(x, "name") asks for x.name */
static bool read_hasattr(struct state_reader *r, uint32_t call, struct asked *ret)
{
	struct tree *t = r->t;
	uint32_t object = tree_argument(t, call, 0), name = tree_argument(t, call, 1);
	struct str text, base;

	if (!str_is(tree_last_name(t, tree_callee(t, call)), "hasattr") || object == NONE || name == NONE || !tree_is_dotted(t, object) ||
	    !tree_plain_string(t, name, &text))
		return false;
	base = tree_dotted(t, object, r->arena);
	*ret = (struct asked){ .name = arena_printf(r->arena, STR_FMT "." STR_FMT, STR_ARG(base), STR_ARG(text)), .key = NONE };
	return true;
}

static bool read_asked(struct state_reader *r, uint32_t i, unsigned depth, struct asked *ret)
{
	struct tree *t = r->t;

	if (i == NONE || depth == DEPTH_MAX)
		return false;
	i = tree_bare(t, i);
	if (tree_is_dotted(t, i)) {
		*ret = (struct asked){ .name = tree_dotted(t, i, r->arena), .key = NONE };
		return true;
	}
	switch (tree_kind(t, i)) {
	case NODE_NOT:
		if (!read_asked(r, tree_next(t, tree_first(t, i)), depth + 1, ret))
			return false;
		ret->is_absent = !ret->is_absent;
		return true;
	case NODE_COMPARISON: return read_comparison(r, i, ret);
	case NODE_NAMED_EXPRESSION:
	case NODE_CALL: return read_get(r, i, ret) || read_hasattr(r, i, ret);
	case NODE_BOOLEAN:
		tree_each_child (t, child, i)
			if (read_asked(r, child, depth + 1, ret) && ret->is_absent)
				return true;
		return false;
	default: return false;
	}
}

static bool leaves(const struct tree *t, uint32_t block)
{
	uint32_t last = last_child(t, block);

	return tree_kind(t, last) == NODE_RETURN || tree_kind(t, last) == NODE_CONTINUE;
}

/*
 * Where the thing is absent: the body; for the opposite question the else, or what follows a body that leaves. A body
 * that raises forbids a second call, and makes nothing on first use.
 */
static bool set_region(const struct tree *t, uint32_t statement, bool is_absent, struct state_event *e)
{
	uint32_t body = tree_child(t, statement, NODE_BLOCK), other = tree_child(t, statement, NODE_ELSE_CLAUSE);
	uint32_t around = tree_parent(t, statement);

	if (body == NONE)
		return false;
	if (is_absent) {
		e->region_start = t->nodes.items[body].start;
		e->region_end = tree_end(t, body);
		return true;
	}
	if (other != NONE) {
		e->region_start = t->nodes.items[other].start;
		e->region_end = tree_end(t, other);
		return true;
	}
	e->region_start = tree_end(t, statement);
	e->region_end = around == NONE ? e->region_start : tree_end(t, around);
	return leaves(t, body);
}

/* The subscript that is all a statement takes: `return all[key]`, `one = all[key]`. */
static uint32_t taken_subscript(const struct tree *t, uint32_t statement)
{
	uint32_t value = NONE;

	if (tree_kind(t, statement) == NODE_RETURN)
		value = last_child(t, statement);
	else if (tree_kind(t, statement) == NODE_EXPRESSION_STATEMENT && tree_kind(t, tree_first(t, statement)) == NODE_ASSIGNMENT)
		value = tree_after(t, tree_first(t, statement), NODE_EQ);
	return value != NONE && tree_kind(t, value) == NODE_SUBSCRIPT ? value : NONE;
}

/* `try: return all[key]` asks for the key; in the handler of its KeyError it is absent. */
void state_read_handler(struct state_reader *r, uint32_t clause)
{
	struct tree *t = r->t;
	uint32_t body = tree_child(t, tree_parent(t, clause), NODE_BLOCK), handler = tree_child(t, clause, NODE_BLOCK), subscript, key;
	struct state_event *e;

	if (body == NONE || handler == NONE || tree_first(t, body) != last_child(t, body) ||
	    !str_is(tree_text(t, tree_next(t, tree_first(t, clause))), "KeyError"))
		return;
	subscript = taken_subscript(t, tree_first(t, body));
	key = subscript == NONE ? NONE : tree_after(t, subscript, NODE_LEFT_BRACKET);
	if (key == NONE || !tree_is_dotted(t, tree_first(t, subscript)))
		return;
	e = state_add(r, STATE_CHECK, tree_dotted(t, tree_first(t, subscript), r->arena), clause);
	e->is_key = true;
	e->text = tree_fold(t, tree_text(t, key), STATE_TEXT, r->arena);
	e->region_start = t->nodes.items[handler].start;
	e->region_end = tree_end(t, handler);
}

void state_read_condition(struct state_reader *r, uint32_t statement)
{
	struct tree *t = r->t;
	uint32_t condition = tree_next(t, tree_first(t, statement));
	struct state_event *e;
	struct asked asked;

	if (!read_asked(r, condition, 0, &asked) || asked.name.len == 0)
		return;
	e = state_add(r, STATE_CHECK, asked.name, condition);
	e->is_key = asked.key != NONE;
	if (asked.key != NONE)
		e->text = tree_fold(t, tree_text(t, asked.key), STATE_TEXT, r->arena);
	if (!set_region(t, statement, asked.is_absent, e))
		r->events.len--;
}
