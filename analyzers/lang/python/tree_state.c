/* Events of state from the tree: one walk along the definitions. */
#include "base/base.h"
#include "analyzers/lang/python/tree_state.h"

#include <stdlib.h>

struct state_event *state_add(struct state_reader *r, enum state_kind kind, struct str name, uint32_t i)
{
	const struct tree *t = r->t;
	uint32_t def = r->scope.def;
	struct state_event e = { .kind = kind, .name = name, .value = STR(""), .text = STR(""), .span = tree_node_span(t, i) };

	e.def_start = def == NONE ? NONE : t->nodes.items[t->defs.items[def].node].start;
	vec_push(&r->events, e);
	return vec_last(&r->events);
}

/* --- Values --- */

static bool makes_container(const struct tree *t, uint32_t call)
{
	static const char *const names[] = { "Counter", "OrderedDict", "WeakKeyDictionary", "WeakSet", "WeakValueDictionary",
					     "bytearray", "defaultdict", "deque", "dict", "list", "set", NULL };

	return str_is_one_of(tree_last_name(t, tree_callee(t, call)), names);
}

static void set_value(struct state_reader *r, uint32_t value, struct state_event *e)
{
	struct tree *t = r->t;
	uint32_t bare = tree_bare(t, value);

	e->is_awaited = tree_kind(t, value) == NODE_AWAIT;
	if (tree_is_dotted(t, bare)) {
		e->value_kind = STATE_VALUE_NAME;
		e->value = tree_dotted(t, bare, r->arena);
		return;
	}
	switch (tree_kind(t, bare)) {
	case NODE_NONE: e->value_kind = STATE_VALUE_NONE; break;
	case NODE_CALL:
		e->value_kind = makes_container(t, bare) ? STATE_VALUE_CONTAINER : STATE_VALUE_CALL;
		e->value = tree_chain(t, tree_callee(t, bare), r->arena);
		break;
	case NODE_DICTIONARY:
	case NODE_DICTIONARY_COMPREHENSION:
	case NODE_LIST:
	case NODE_LIST_COMPREHENSION:
	case NODE_SET:
	case NODE_SET_COMPREHENSION: e->value_kind = STATE_VALUE_CONTAINER; break;
	case NODE_FALSE:
	case NODE_FLOAT:
	case NODE_INTEGER:
	case NODE_STRING:
	case NODE_TRUE: e->value_kind = STATE_VALUE_CONSTANT; break;
	default: break;
	}
}

/* --- Targets --- */

static void set_target(struct state_reader *r, uint32_t target, uint32_t value, uint32_t statement)
{
	struct tree *t = r->t;
	struct state_event *e;

	if (tree_kind(t, target) == NODE_PATTERN_LIST || tree_kind(t, target) == NODE_TUPLE_PATTERN || tree_kind(t, target) == NODE_LIST_PATTERN) {
		tree_each_child (t, child, target)
			if (tree_is_dotted(t, child))
				state_add(r, STATE_SET, tree_dotted(t, child, r->arena), statement);
		return;
	}
	if (tree_kind(t, target) == NODE_SUBSCRIPT) {
		e = state_add(r, STATE_STORE, tree_chain(t, tree_first(t, target), r->arena), statement);
		e->text = tree_fold(t, tree_text(t, statement), STATE_TEXT, r->arena);
	} else if (tree_is_dotted(t, target)) {
		e = state_add(r, STATE_SET, tree_dotted(t, target, r->arena), statement);
		e->text = value == NONE ? STR("") : tree_fold(t, tree_text(t, value), STATE_TEXT, r->arena);
	} else
		return;
	if (value != NONE)
		set_value(r, value, e);
}

/* x = x or make(): asked and set in one statement. The operand that is set, or NONE. */
static uint32_t read_or(struct state_reader *r, uint32_t target, uint32_t value, uint32_t statement)
{
	struct tree *t = r->t;
	uint32_t first = tree_first(t, value), word = tree_next(t, first);
	struct state_event *e;

	if (tree_kind(t, value) != NODE_BOOLEAN || tree_kind(t, word) != NODE_OR_WORD || !tree_is_dotted(t, first) ||
	    !str_eq(tree_text(t, first), tree_text(t, target)))
		return NONE;
	e = state_add(r, STATE_CHECK, tree_dotted(t, first, r->arena), first);
	e->region_start = t->nodes.items[statement].start;
	e->region_end = tree_end(t, statement);
	return tree_next(t, word);
}

static void read_assignment(struct state_reader *r, uint32_t i)
{
	struct tree *t = r->t;
	uint32_t value = tree_after(t, i, NODE_EQ), target = tree_first(t, i), other;

	if (value == NONE)
		return;
	other = read_or(r, target, value, i);
	while (tree_kind(t, value) == NODE_ASSIGNMENT)
		value = tree_after(t, value, NODE_EQ);
	set_target(r, target, other == NONE ? value : other, i);
}

static void read_loop_target(struct state_reader *r, uint32_t i)
{
	struct tree *t = r->t;
	uint32_t target = tree_first(t, i);

	while (target != NONE && tree_kind(t, target) >= NODE_AND_WORD)
		target = tree_next(t, target);
	if (target != NONE)
		set_target(r, target, NONE, target);
}

static void read_delete(struct state_reader *r, uint32_t i)
{
	struct tree *t = r->t;

	tree_each_child (t, child, i) {
		if (tree_kind(t, child) == NODE_SUBSCRIPT)
			state_add(r, STATE_DROP, tree_chain(t, tree_first(t, child), r->arena), i);
		else if (tree_is_dotted(t, child))
			state_add(r, STATE_SET, tree_dotted(t, child, r->arena), i)->value_kind = STATE_VALUE_NONE;
	}
}

/* --- Calls, locks, returns --- */

static uint32_t end_of_def(const struct state_reader *r, uint32_t i)
{
	const struct tree *t = r->t;

	return r->scope.def == NONE ? tree_end(t, i) : tree_end(t, t->defs.items[r->scope.def].body);
}

static void read_call(struct state_reader *r, uint32_t i)
{
	static const char *const stores[] = { "add", "append", "appendleft", "extend", "insert", "setdefault", "update", NULL };
	static const char *const drops[] = { "clear", "discard", "pop", "popitem", "popleft", "remove", NULL };
	struct tree *t = r->t;
	uint32_t callee = tree_callee(t, i);
	struct str verb = tree_last_name(t, callee);
	bool is_store = str_is_one_of(verb, stores), is_acquire = str_is(verb, "acquire");
	struct state_event *e;

	if (tree_kind(t, callee) != NODE_ATTRIBUTE || (!is_store && !is_acquire && !str_is_one_of(verb, drops)))
		return;
	e = state_add(r, is_acquire ? STATE_WITH : is_store ? STATE_STORE : STATE_DROP, tree_chain(t, tree_first(t, callee), r->arena), i);
	e->text = tree_fold(t, tree_text(t, i), STATE_TEXT, r->arena);
	e->region_start = t->nodes.items[i].start;
	e->region_end = end_of_def(r, i);
}

/* Is it always reached when what is around it is: in no arm, loop, lambda or operand that may be left out? */
static bool is_straight(const struct tree *t, uint32_t i)
{
	for (uint32_t up = tree_parent(t, i); up != NONE; up = tree_parent(t, up)) {
		switch (tree_kind(t, up)) {
		case NODE_CLASS:
		case NODE_FUNCTION:
		case NODE_MODULE: return true;
		case NODE_ARGUMENT_LIST:
		case NODE_ASSIGNMENT:
		case NODE_ATTRIBUTE:
		case NODE_AWAIT:
		case NODE_BLOCK:
		case NODE_CALL:
		case NODE_EXPRESSION_STATEMENT:
		case NODE_KEYWORD_ARGUMENT:
		case NODE_PARENTHESIZED:
		case NODE_RETURN:
		case NODE_TRY:
		case NODE_WITH:
		case NODE_WITH_CLAUSE:
		case NODE_WITH_ITEM: break;
		default: return false;
		}
	}
	return true;
}

static void read_step(struct state_reader *r, uint32_t i)
{
	static const char *const verbs[] = { "clear", "close", "configure", "get_", "init", "install", "reset", "set_", "setup", "shutdown", "start" };
	struct tree *t = r->t;
	uint32_t callee = tree_callee(t, i);
	struct str verb = tree_last_name(t, callee);

	for (size_t k = 0; k < ARRAY_LEN(verbs); k++) {
		if (str_starts(verb, str_from(verbs[k])) && is_straight(t, i)) {
			state_add(r, STATE_CALL, tree_chain(t, callee, r->arena), i);
			return;
		}
	}
}

static void read_with(struct state_reader *r, uint32_t i)
{
	struct tree *t = r->t;
	uint32_t body = tree_child(t, i, NODE_BLOCK);
	bool is_async = tree_kind(t, tree_first(t, i)) == NODE_ASYNC_WORD;

	if (is_async)
		state_add(r, STATE_AWAIT, STR(""), i);
	tree_each_child (t, item, tree_child(t, i, NODE_WITH_CLAUSE)) {
		uint32_t value = tree_first(t, item);
		struct state_event *e;

		if (tree_kind(t, item) != NODE_WITH_ITEM || body == NONE)
			continue;
		if (tree_kind(t, value) == NODE_AS_PATTERN)
			value = tree_first(t, value);
		e = state_add(r, STATE_WITH, tree_chain(t, value, r->arena), i);
		e->is_async = is_async;
		e->region_start = t->nodes.items[body].start;
		e->region_end = tree_end(t, body);
	}
}

static void read_return(struct state_reader *r, uint32_t i)
{
	struct tree *t = r->t;
	struct str name;

	tree_each_child (t, child, i) {
		if (tree_kind(t, child) >= NODE_AND_WORD || tree_first(t, i) == child)
			continue;
		name = tree_chain(t, child, r->arena);
		if (name.len == 0)
			continue;
		if (tree_kind(t, tree_bare(t, child)) == NODE_CALL)
			name = arena_printf(r->arena, STR_FMT "()", STR_ARG(name));
		state_add(r, STATE_RETURN, name, i);
	}
}

static void read_names(struct state_reader *r, uint32_t i)
{
	tree_each_child (r->t, child, i)
		if (tree_kind(r->t, child) == NODE_IDENTIFIER)
			state_add(r, STATE_GLOBAL, tree_dotted(r->t, child, r->arena), child);
}

static void visit(struct state_reader *r, uint32_t i)
{
	struct tree *t = r->t;

	switch (tree_kind(t, i)) {
	case NODE_AS_PATTERN_TARGET: set_target(r, tree_first(t, i), NONE, i); break;
	case NODE_ASSIGNMENT: read_assignment(r, i); break;
	case NODE_AUGMENTED_ASSIGNMENT: set_target(r, tree_first(t, i), NONE, i); break;
	case NODE_AWAIT: state_add(r, STATE_AWAIT, STR(""), i); break;
	case NODE_CALL:
		read_call(r, i);
		read_step(r, i);
		break;
	case NODE_DELETE: read_delete(r, i); break;
	case NODE_ELIF_CLAUSE:
	case NODE_IF: state_read_condition(r, i); break;
	case NODE_EXCEPT_CLAUSE: state_read_handler(r, i); break;
	case NODE_FOR:
		if (tree_kind(t, tree_first(t, i)) == NODE_ASYNC_WORD)
			state_add(r, STATE_AWAIT, STR(""), i);
		read_loop_target(r, i);
		break;
	case NODE_GLOBAL: read_names(r, i); break;
	case NODE_RETURN: read_return(r, i); break;
	case NODE_WITH: read_with(r, i); break;
	default: break;
	}
}

/* --- The whole --- */

static void read_details(struct tree *t, struct arena *a, struct details *ret)
{
	*ret = (struct details){
		.items = arena_array(a, struct detail, t->defs.len),
		.count = (uint32_t)t->defs.len,
		.has_error = t->has_error,
	};
	for (uint32_t i = 0; i < ret->count; i++)
		ret->items[i].delegate = ret->items[i].returns = STR("");
	tree_headers(t, a, ret->items);
	tree_uses(t, a, ret);
}

void tree_state(struct tree *t, struct arena *a, struct state_facts *ret)
{
	struct state_reader r = { .t = t, .arena = a, .scope = SCOPE_START };

	read_details(t, a, &ret->details);
	for (uint32_t i = 0; i < t->nodes.len; i++) {
		scope_move(&r.scope, t, i);
		visit(&r, i);
	}
	ret->event_count = (uint32_t)r.events.len;
	ret->events = arena_copy(a, r.events.items, r.events.len, sizeof(*r.events.items));
	vec_release(&r.events);
}
