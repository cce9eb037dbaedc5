/* Calls: allocations, smart pointers, and all the others with what they are given. */
#include "base/base.h"
#include "analyzers/lang/c/clang_body_impl.h"

#include "analyzers/lang/c/clang_known.h"

static const struct sink nowhere = { .kind = SINK_NONE };

static CXCursor callee_expression(struct body *b, CXCursor call)
{
	struct clang_children children;
	CXCursor callee = call;

	clang_tu_children(b->tu, call, &children);
	if (children.len)
		callee = clang_tu_unwrap(b->tu, children.items[0]);
	vec_release(&children);
	return callee;
}

bool clang_body_is_function(enum CXCursorKind kind)
{
	return kind == CXCursor_FunctionDecl || kind == CXCursor_CXXMethod || kind == CXCursor_FunctionTemplate;
}

static struct str plain_name(struct clang_tu *tu, CXCursor declaration)
{
	struct str name = clang_tu_take(tu, tu->api->getCursorSpelling(declaration));

	return str_starts(name, STR("__builtin_")) ? str_slice(name, 10, name.len) : name;
}

/* Memory of no type yet, or an object of another type than is declared. */
static bool is_allocation(struct body *b, CXCursor call, struct str name, const struct sizes *sizes, struct sink sink)
{
	bool is_kept = sink.kind != SINK_NONE && sink.kind != SINK_CALLEE;

	if (clang_known_maker(name))
		return true;
	if (!clang_points_to_void(b->tu, b->api->getCursorType(call)))
		return false;
	return clang_known_allocator(name) || (is_kept && sizes->has_record && !clang_known_harmless(name));
}

struct sink clang_body_sink(enum sink_kind kind, CXType type)
{
	return (struct sink){ .kind = kind, .type = type };
}

/* `&p` for a `T **`: what the call makes comes out there. */
static uint32_t out_argument(struct body *b, CXCursor argument)
{
	struct clang_children children;
	uint32_t local = NONE;

	argument = clang_tu_unwrap(b->tu, argument);
	if (clang_body_kind(b, argument) != CXCursor_UnaryOperator || clang_body_unary_operator(b, argument) != '&' ||
		!clang_points_to_pointer(b->tu, b->api->getCursorType(argument)))
		return NONE;
	clang_tu_children(b->tu, argument, &children);
	if (children.len)
		local = clang_body_referenced_local(b, clang_tu_unwrap(b->tu, children.items[0]));
	vec_release(&children);
	return local;
}

/* What is only looked at, or given back, is not kept. */
static void walk_arguments(struct body *b, CXCursor call, struct str name, bool is_kept)
{
	int count = b->api->Cursor_getNumArguments(call);

	for (int i = 0; i < count; i++) {
		CXCursor argument = b->api->Cursor_getArgument(call, (unsigned)i);
		uint32_t local;

		if (b->api->Cursor_isNull(argument))
			continue;
		local = clang_body_referenced_local(b, clang_tu_unwrap(b->tu, argument));
		if (b->f && clang_known_release(name) && local != NONE && b->locals.items[local].is_param)
			b->f->frees = true;
		clang_body_walk(
			b, argument, is_kept ? clang_body_sink(SINK_STORE, b->api->getCursorType(argument)) : nowhere);
	}
}

static struct origin call_origin(struct body *b, CXCursor call, struct sink sink)
{
	struct origin origin = clang_body_origin(sink);
	int count = b->api->Cursor_getNumArguments(call);

	for (int i = 0; i < count && origin.flows == 0 && origin.local == NONE; i++)
		origin.local = out_argument(b, b->api->Cursor_getArgument(call, (unsigned)i));
	return origin;
}

static void add_call(struct body *b, CXCursor call, CXCursor callee, CXCursor function, struct sink sink)
{
	struct clang_place place = clang_body_place(b, callee);
	struct ccall c = { .argument_count = (uint32_t)b->api->Cursor_getNumArguments(call) };
	struct str word = clang_tu_word(b->tu, place);

	c.is_indirect = !clang_body_is_function(clang_body_kind(b, function));
	c.callee = c.is_indirect ? word : clang_qualified(b->tu, function);
	if (!c.is_indirect)
		c.usr = clang_identity(b->tu, function);
	c.span = clang_span(place, word.len);
	vec_push(&b->calls, c);
	vec_push(&b->call_origins, call_origin(b, call, sink));
}

static bool is_make_smart(struct str name)
{
	return str_is(name, "make_unique") || str_is(name, "make_shared") || str_is(name, "allocate_shared");
}

static bool passes_on(struct str name)
{
	return str_is(name, "move") || str_is(name, "forward") || str_is(name, "release") || str_is(name, "get") ||
		str_ends(name, STR("steal_pointer"));
}

/* `steal_pointer(&p)` gives what p holds. */
static void pass_on(struct body *b, CXCursor argument, struct sink sink)
{
	uint32_t local = out_argument(b, argument);

	if (local != NONE)
		clang_body_local_goes(b, local, sink);
	clang_body_walk(b, argument, local != NONE ? nowhere : sink);
}

/* The compiler's own, a smart pointer's: what goes in goes where the new object goes. */
static void walk_constructor(struct body *b, CXCursor call, CXCursor constructor, struct sink sink)
{
	int count = b->api->Cursor_getNumArguments(call);
	bool is_smart = clang_is_smart(b->tu, b->api->getCursorType(call));

	for (int i = 0; i < count; i++) {
		CXCursor argument = b->api->Cursor_getArgument(call, (unsigned)i);

		if (!b->api->Cursor_isNull(argument))
			clang_body_walk(b, argument,
				is_smart ? sink : clang_body_sink(SINK_STORE, b->api->getCursorType(argument)));
	}
}

/* `p.reset(new T)`, `p.release()`: the object that the method is of. */
static CXCursor method_object(struct body *b, CXCursor callee)
{
	struct clang_children children;
	CXCursor object = b->api->getNullCursor();

	if (clang_body_kind(b, callee) != CXCursor_MemberRefExpr)
		return object;
	clang_tu_children(b->tu, callee, &children);
	if (children.len)
		object = clang_tu_unwrap(b->tu, children.items[0]);
	vec_release(&children);
	return object;
}

/* `out->reset(p)` for a parameter `unique_ptr<T> *out`. */
static struct sink pointed_sink(struct body *b, CXCursor object, CXType smart)
{
	uint32_t local = clang_body_referenced_local(b, object);

	return clang_body_sink(local != NONE && b->locals.items[local].is_param ? SINK_OUT : SINK_STORE, smart);
}

static bool walk_smart_method(struct body *b, CXCursor call, CXCursor callee, struct str name, struct sink sink)
{
	CXCursor object = method_object(b, callee);
	CXType type = b->api->getCanonicalType(b->api->getCursorType(object));
	bool is_arrow = type.kind == CXType_Pointer;

	if (is_arrow)
		type = b->api->getPointeeType(type);
	if (b->api->Cursor_isNull(object) || !clang_is_smart(b->tu, type))
		return false;
	clang_body_mark_reference(b, callee);
	if (str_is(name, "reset") && b->api->Cursor_getNumArguments(call) == 1) {
		clang_body_walk(b, object, nowhere);
		clang_body_walk(b, b->api->Cursor_getArgument(call, 0),
			is_arrow ? pointed_sink(b, object, type) : clang_body_assigned_sink(b, object));
		return true;
	}
	if (!str_is(name, "release") && !str_is(name, "get"))
		return false;
	clang_body_walk(b, object, sink);
	return true;
}

/* `p = make_unique<T>()` is a call of an operator. */
static bool walk_operator(struct body *b, CXCursor call, struct str name)
{
	if (!str_is(name, "operator=") || b->api->Cursor_getNumArguments(call) != 2)
		return false;
	clang_body_walk(b, b->api->Cursor_getArgument(call, 0), nowhere);
	clang_body_walk(b, b->api->Cursor_getArgument(call, 1),
		clang_body_assigned_sink(b, clang_tu_unwrap(b->tu, b->api->Cursor_getArgument(call, 0))));
	return true;
}

static void walk_plain_call(struct body *b, CXCursor call, CXCursor callee, CXCursor function, struct sink sink)
{
	struct str name = plain_name(b->tu, function);
	struct sizes sizes = clang_body_sizes(b, call);
	struct calloc_site site = { .callee = name };

	if (is_make_smart(name)) {
		site.callee = arena_printf(b->tu->arena, "std::" STR_FMT, STR_ARG(name));
		clang_body_add_alloc(b, callee, site, clang_pointee_product(b->tu, b->api->getCursorType(call)), sink);
	} else if (is_allocation(b, call, name, &sizes, sink)) {
		site.is_array = clang_body_makes_several(b, call, name, &sizes);
		clang_body_add_alloc(b, callee, site, clang_body_made(b, call, name, &sizes, sink), sink);
	} else if (passes_on(name) && b->api->Cursor_getNumArguments(call) == 1) {
		pass_on(b, b->api->Cursor_getArgument(call, 0), sink);
		return;
	} else if (b->f) {
		add_call(b, call, callee, function, sink);
	}
	clang_body_walk(b, callee, clang_body_sink(SINK_CALLEE, b->api->getCursorType(callee)));
	walk_arguments(b, call, name, !clang_known_release(name) && !clang_known_harmless(name));
}

/* Of a template's constructor libclang often does not say which it is; but no call has its first argument for a callee. */
static bool is_construction(struct body *b, CXCursor call, CXCursor function)
{
	struct clang_children children;
	bool is_first;

	if (!b->api->Cursor_isNull(function))
		return clang_body_kind(b, function) == CXCursor_Constructor;
	if (b->api->Cursor_getNumArguments(call) < 1)
		return false;
	clang_tu_children(b->tu, call, &children);
	is_first = children.len && b->api->equalCursors(children.items[0], b->api->Cursor_getArgument(call, 0));
	vec_release(&children);
	return is_first;
}

void clang_body_walk_call(struct body *b, CXCursor call, struct sink sink)
{
	CXCursor function = b->api->getCursorReferenced(call), callee;
	struct str name;

	if (is_construction(b, call, function)) {
		walk_constructor(b, call, function, sink);
		return;
	}
	callee = callee_expression(b, call);
	if (b->api->Cursor_isNull(function) && clang_body_kind(b, callee) == CXCursor_DeclRefExpr)
		function = b->api->getCursorReferenced(callee); /* `(f)(x)`, which keeps a macro f out */
	name = b->api->Cursor_isNull(function) ? STR("") : plain_name(b->tu, function);
	if (!walk_smart_method(b, call, callee, name, sink) && !walk_operator(b, call, name))
		walk_plain_call(b, call, callee, function, sink);
}
