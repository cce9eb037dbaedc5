/* Uses of names in bodies: calls with their arguments and where the values go, copies, returns, bases and the rest. */
#include "base/base.h"
#include "analyzers/lang/python/tree.h"

#include <stdlib.h>

#include "analyzers/lang/python/tree_flow.h"
#include "base/map.h"

#define ARGUMENT_LIMIT 80 /* as facts.h says */

/* A use, and its place in the order that details want. */
struct placed {
	uint64_t place; /* definition (module level first), then offset */
	uint32_t index; /* in order of finding */
};

struct users {
	struct tree *t;
	struct arena *arena;
	struct scope scope;
	VEC(struct use) uses;
	VEC(struct placed) places;
	VEC(struct argument) arguments; /* of the call at hand */
};

static void add_in(struct users *u, uint32_t def, struct use use)
{
	const struct tree *t = u->t;
	uint32_t rank = def == NONE ? 0 : def + 1;

	use.def_start = def == NONE ? NONE : t->nodes.items[t->defs.items[def].node].start;
	if (!use.name.ptr)
		use.name = STR("");
	if (!use.target.ptr)
		use.target = STR("");
	vec_push(&u->places, (struct placed){ map_pair(rank, use.span.start), (uint32_t)u->uses.len });
	vec_push(&u->uses, use);
}

static void add(struct users *u, struct use use)
{
	add_in(u, u->scope.def, use);
}

static struct str target_text(struct users *u, uint32_t target)
{
	return target == NONE ? STR("") : tree_chain(u->t, target, u->arena);
}

/* --- Calls --- */

static void add_argument(struct users *u, uint32_t node)
{
	struct tree *t = u->t;
	struct argument a = { .keyword = STR("") };

	switch (tree_kind(t, node)) {
	case NODE_KEYWORD_ARGUMENT:
		a.keyword = arena_str(u->arena, tree_text(t, tree_first(t, node)));
		node = tree_after(t, node, NODE_EQ);
		break;
	case NODE_LIST_SPLAT:
		a.keyword = STR("*");
		node = tree_next(t, tree_first(t, node));
		break;
	case NODE_DICTIONARY_SPLAT:
		a.keyword = STR("**");
		node = tree_next(t, tree_first(t, node));
		break;
	default: break;
	}
	a.value = node == NONE ? STR("") : tree_fold(t, tree_text(t, node), ARGUMENT_LIMIT, u->arena);
	vec_push(&u->arguments, a);
}

static void read_arguments(struct users *u, uint32_t call, struct use *ret)
{
	struct tree *t = u->t;
	uint32_t list = tree_next(t, tree_callee(t, call));

	vec_clear(&u->arguments);
	if (tree_kind(t, list) == NODE_GENERATOR)
		add_argument(u, list);
	tree_each_child (t, child, tree_kind(t, list) == NODE_ARGUMENT_LIST ? list : NONE) {
		switch (tree_kind(t, child)) {
		case NODE_LEFT_PAREN:
		case NODE_RIGHT_PAREN:
		case NODE_COMMA:
		case NODE_ERROR: break;
		default: add_argument(u, child);
		}
	}
	ret->argument_count = (uint32_t)u->arguments.len;
	ret->arguments = arena_copy(u->arena, u->arguments.items, u->arguments.len, sizeof(*u->arguments.items));
}

/* isinstance(_, a.Name), isinstance(_, (A, B)), issubclass(_, A | B) */
static void add_checked_types(struct users *u, uint32_t call)
{
	struct tree *t = u->t;
	uint32_t types = tree_argument(t, call, 1);
	uint32_t end = types == NONE ? 0 : t->nodes.items[types].next;

	for (uint32_t i = types; i < end;) {
		if (tree_is_dotted(t, i))
			add(u,
				(struct use){ .kind = USE_ISINSTANCE,
					.name = tree_dotted(t, i, u->arena),
					.span = tree_node_span(t, i) });
		if (tree_is_dotted(t, i) || tree_kind(t, i) == NODE_CALL || tree_kind(t, i) == NODE_ATTRIBUTE)
			i = t->nodes.items[i].next;
		else
			i++;
	}
}

static void add_call(struct users *u, uint32_t call)
{
	struct tree *t = u->t;
	uint32_t callee = tree_callee(t, call);
	struct flow flow = flow_of(t, call);
	struct use use = {
		.kind = USE_CALL,
		.name = tree_chain(t, callee, u->arena),
		.is_returned = flow.is_returned,
		.is_awaited = flow.is_awaited,
		.span = tree_node_span(t, callee),
	};

	if (use.name.len == 0)
		return;
	use.target = target_text(u, flow.target);
	read_arguments(u, call, &use);
	add(u, use);
	if (str_is(use.name, "isinstance") || str_is(use.name, "issubclass"))
		add_checked_types(u, call);
}

/* --- Values that go somewhere --- */

/* One USE_COPY for each target of `a = b = name`; a call goes into the first, and is copied to the others from there. */
static void add_copies(struct users *u, uint32_t value, struct str name, struct flow flow, bool is_call)
{
	struct tree *t = u->t;
	struct use copy = {
		.kind = USE_COPY, .name = name, .is_returned = flow.is_returned, .span = tree_node_span(t, value)
	};
	uint32_t assignment = flow.assignment;

	if (is_call)
		copy.name = target_text(u, flow.target);
	if (copy.name.len == 0)
		return;
	while (tree_kind(t, assignment) == NODE_ASSIGNMENT && tree_first(t, assignment) != flow.target) {
		copy.target = target_text(u, tree_first(t, assignment));
		if (copy.target.len > 0)
			add(u, copy);
		assignment = tree_parent(t, assignment);
	}
	copy.target = target_text(u, flow.target);
	if (!is_call && copy.target.len > 0)
		add(u, copy);
}

/* None, True, numbers and strings are called by their text; what is put together has no name. */
static struct str constant_text(struct users *u, uint32_t value)
{
	switch (tree_kind(u->t, value)) {
	case NODE_ELLIPSIS:
	case NODE_FALSE:
	case NODE_FLOAT:
	case NODE_INTEGER:
	case NODE_NONE:
	case NODE_STRING:
	case NODE_TRUE: return tree_fold(u->t, tree_text(u->t, value), ARGUMENT_LIMIT, u->arena);
	default: return STR("");
	}
}

static void add_value(struct users *u, uint32_t value)
{
	struct tree *t = u->t;
	struct str attribute;
	bool is_call = tree_kind(t, value) == NODE_CALL;
	bool is_name = tree_is_dotted(t, value) || tree_named_attribute(t, value, &attribute);
	struct flow flow = flow_of(t, value);
	struct use use = { .kind = USE_RETURN_VALUE, .is_returned = true, .span = tree_node_span(t, value) };

	if (is_name) {
		use.kind = USE_RETURN;
		use.name = tree_chain(t, value, u->arena);
	}
	if (flow.target != NONE && (is_name || is_call))
		add_copies(u, value, use.name, flow, !is_name);
	if (!flow.is_returned || (is_call && !is_name))
		return;
	if (!is_name)
		use.name = constant_text(u, value);
	add(u, use);
}

/* `return` and `yield` without a value give None. */
static void add_bare_return(struct users *u, uint32_t i)
{
	if (tree_next(u->t, tree_first(u->t, i)) == NONE)
		add(u,
			(struct use){ .kind = USE_RETURN_VALUE,
				.name = STR("None"),
				.is_returned = true,
				.span = tree_node_span(u->t, i) });
}

/* --- The rest --- */

static void add_raise(struct users *u, uint32_t raise)
{
	struct tree *t = u->t;
	uint32_t raised = tree_next(t, tree_first(t, raise)), name = tree_bare(t, raised);
	struct use use = { .kind = USE_RAISE };

	if (raised == NONE || tree_kind(t, raised) == NODE_FROM_WORD)
		return;
	if (tree_kind(t, name) == NODE_CALL)
		name = tree_callee(t, name);
	use.name = tree_chain(t, name, u->arena);
	use.span = tree_node_span(t, raised);
	if (use.name.len > 0)
		add(u, use);
}

static void add_globals(struct users *u, uint32_t statement)
{
	struct tree *t = u->t;

	tree_each_child (t, child, statement)
		if (tree_kind(t, child) == NODE_IDENTIFIER)
			add(u,
				(struct use){ .kind = USE_GLOBAL,
					.name = tree_dotted(t, child, u->arena),
					.span = tree_node_span(t, child) });
}

/* Bases count as uses of the class: nobody else can say whose bases they are. */
static void add_bases(struct users *u, uint32_t class)
{
	struct tree *t = u->t;
	uint32_t def = u->scope.following;

	if (def >= t->defs.len || t->defs.items[def].node != class)
		return;
	tree_each_child (t, child, tree_child(t, class, NODE_ARGUMENT_LIST)) {
		uint32_t base = tree_kind(t, child) == NODE_SUBSCRIPT ? tree_first(t, child) : child;

		if (tree_is_dotted(t, base))
			add_in(u, def,
				(struct use){ .kind = USE_BASE,
					.name = tree_dotted(t, base, u->arena),
					.span = tree_node_span(t, base) });
	}
}

static bool is_container(struct str name)
{
	static const char *const names[] = {
		"Counter",
		"LRUCache",
		"OrderedDict",
		"Queue",
		"TTLCache",
		"WeakKeyDictionary",
		"WeakSet",
		"WeakValueDictionary",
		"bytearray",
		"defaultdict",
		"deque",
		"dict",
		"list",
		"set",
	};

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

/* `{}`, `[]`, or a container's name when it is made by a call; otherwise empty. */
static struct str mutable_value(struct users *u, uint32_t value)
{
	struct tree *t = u->t;
	bool is_empty = t->nodes.items[value].next == value + 3; /* two brackets */

	switch (tree_kind(t, value)) {
	case NODE_DICTIONARY: return is_empty ? STR("{}") : STR("");
	case NODE_LIST: return is_empty ? STR("[]") : STR("");
	case NODE_CALL:
		if (is_container(tree_last_name(t, tree_callee(t, value))))
			return tree_chain(t, tree_callee(t, value), u->arena);
		return STR("");
	default: return STR("");
	}
}

/* Mutable state that a module or class shares; of a chain of targets each. */
static void add_shared_state(struct users *u, uint32_t assignment)
{
	struct tree *t = u->t;
	uint32_t value = assignment;
	struct use use = { .kind = USE_SETDEFAULT };

	if (u->scope.def != NONE && !t->defs.items[u->scope.def].is_class)
		return;
	while (tree_kind(t, value) == NODE_ASSIGNMENT)
		value = tree_after(t, value, NODE_EQ);
	if (value == NONE)
		return;
	use.name = mutable_value(u, value);
	use.span = tree_node_span(t, value);
	if (use.name.len == 0)
		return;
	for (; assignment != value; assignment = tree_after(t, assignment, NODE_EQ)) {
		use.target = target_text(u, tree_first(t, assignment));
		if (use.target.len > 0)
			add(u, use);
	}
}

/* Does the handler raise, whatever it raises? What a function inside of it would do is not its own. */
static bool raises_again(const struct tree *t, uint32_t handler)
{
	uint32_t end = t->nodes.items[handler].next;

	for (uint32_t i = handler; i < end;) {
		if (tree_kind(t, i) == NODE_RAISE)
			return true;
		i = tree_kind(t, i) == NODE_FUNCTION || tree_kind(t, i) == NODE_LAMBDA ? t->nodes.items[i].next : i + 1;
	}
	return false;
}

static void add_swallowed(struct users *u, uint32_t type)
{
	add(u,
		(struct use){ .kind = USE_SWALLOW,
			.name = tree_dotted(u->t, type, u->arena),
			.span = tree_node_span(u->t, type) });
}

/* except: / except a.E as e: / except (A, B): */
static void add_handler(struct users *u, uint32_t handler)
{
	struct tree *t = u->t;
	uint32_t keyword = tree_first(t, handler), types = tree_next(t, keyword);

	if (raises_again(t, handler))
		return;
	if (tree_kind(t, types) == NODE_COLON) {
		add(u,
			(struct use){ .kind = USE_SWALLOW,
				.name = STR("BaseException"),
				.span = tree_node_span(t, keyword) });
		return;
	}
	if (tree_kind(t, types) == NODE_AS_PATTERN)
		types = tree_first(t, types);
	if (tree_is_dotted(t, types))
		add_swallowed(u, types);
	tree_each_child (t, child, tree_kind(t, types) == NODE_TUPLE ? types : NONE)
		if (tree_is_dotted(t, child))
			add_swallowed(u, child);
}

/* --- The walk --- */

static void visit(struct users *u, uint32_t i)
{
	switch (tree_kind(u->t, i)) {
	case NODE_ASSIGNMENT:
		if (tree_kind(u->t, tree_parent(u->t, i)) != NODE_ASSIGNMENT)
			add_shared_state(u, i);
		break;
	case NODE_CALL: add_call(u, i); break;
	case NODE_CLASS: add_bases(u, i); break;
	case NODE_EXCEPT_CLAUSE:
	case NODE_EXCEPT_GROUP_CLAUSE: add_handler(u, i); break;
	case NODE_GLOBAL: add_globals(u, i); break;
	case NODE_RAISE: add_raise(u, i); break;
	case NODE_RETURN:
	case NODE_YIELD: add_bare_return(u, i); break;
	default: break;
	}
}

static int compare_places(const void *a, const void *b)
{
	const struct placed *left = a, *right = b;

	if (left->place != right->place)
		return left->place < right->place ? -1 : 1;
	return (left->index > right->index) - (left->index < right->index);
}

static void take_uses(struct users *u, struct details *ret)
{
	const struct tree *t = u->t;
	uint32_t count = (uint32_t)u->uses.len, d = 0;

	vec_sort(&u->places, compare_places);
	ret->uses = arena_array(u->arena, struct use, count);
	ret->use_count = count;
	for (uint32_t i = 0; i < count; i++) {
		uint32_t rank = (uint32_t)(u->places.items[i].place >> 32);

		ret->uses[i] = u->uses.items[u->places.items[i].index];
		if (rank == 0)
			ret->module_use_count++;
		for (; d < rank; d++)
			ret->items[d].first_use = i;
		if (rank > 0)
			ret->items[rank - 1].use_count++;
	}
	for (; d < t->defs.len; d++)
		ret->items[d].first_use = count;
}

void tree_uses(struct tree *t, struct arena *a, struct details *ret)
{
	struct users u = { .t = t, .arena = a, .scope = SCOPE_START };

	for (uint32_t i = 0; i < t->nodes.len; i++) {
		scope_move(&u.scope, t, i);
		visit(&u, i);
		if (flow_may_pass(t, i) && !flow_is_passage(t, i))
			add_value(&u, i);
	}
	take_uses(&u, ret);
	vec_release(&u.uses);
	vec_release(&u.places);
	vec_release(&u.arguments);
}
