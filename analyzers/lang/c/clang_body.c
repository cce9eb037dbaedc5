/* A body read: names and flows gathered by a walk that knows of every expression where its value goes. */
#include "base/base.h"
#include "analyzers/lang/c/clang_body_impl.h"

static const struct sink nowhere = { .kind = SINK_NONE };

enum CXCursorKind clang_body_kind(const struct body *b, CXCursor cursor)
{
	return b->api->getCursorKind(cursor);
}

uint32_t clang_body_find_local(const struct body *b, CXCursor declaration)
{
	return map_get(&b->by_cursor, b->api->hashCursor(declaration));
}

uint32_t clang_body_referenced_local(const struct body *b, CXCursor expression)
{
	if (clang_body_kind(b, expression) != CXCursor_DeclRefExpr)
		return NONE;
	return clang_body_find_local(b, b->api->getCursorReferenced(expression));
}

/* '*', '&', ... ; 0 when it cannot be said. Only the first byte of the text is asked where libclang does not tell. */
char clang_body_unary_operator(struct body *b, CXCursor cursor)
{
	struct clang_place place;
	struct str bytes;

#if CINDEX_VERSION_MINOR >= 64
	if (b->api->getCursorUnaryOperatorKind)
		switch (b->api->getCursorUnaryOperatorKind(cursor)) {
		case CXUnaryOperator_AddrOf: return '&';
		case CXUnaryOperator_Deref: return '*';
		default: return '?';
		}
#endif
	place = clang_tu_spelling(b->tu, b->api->getRangeStart(b->api->getCursorExtent(cursor)));
	bytes = place.file == NONE ? STR("") : b->tu->files.items[place.file].bytes;
	return place.offset < bytes.len ? bytes.ptr[place.offset] : '\0';
}

/* '=', '+', '-', '*', ',', '|', '&' and '?' for all others. */
char clang_body_binary_operator(struct body *b, CXCursor cursor, CXCursor left)
{
	struct clang_place end;
	struct str bytes;

#if CINDEX_VERSION_MINOR >= 64
	if (b->api->getCursorBinaryOperatorKind)
		switch (b->api->getCursorBinaryOperatorKind(cursor)) {
		case CXBinaryOperator_Assign: return '=';
		case CXBinaryOperator_Add: return '+';
		case CXBinaryOperator_Sub: return '-';
		case CXBinaryOperator_Mul: return '*';
		case CXBinaryOperator_Comma: return ',';
		case CXBinaryOperator_Or: return '|';
		case CXBinaryOperator_And: return '&';
		default: return '?';
		}
#endif
	end = clang_tu_spelling(b->tu, b->api->getRangeEnd(b->api->getCursorExtent(left)));
	bytes = end.file == NONE ? STR("") : b->tu->files.items[end.file].bytes;
	while (end.offset < bytes.len && strchr(" \t\r\n)", bytes.ptr[end.offset]))
		end.offset++;
	if (end.offset + 1 >= bytes.len || !strchr("=+-*,|&", bytes.ptr[end.offset]) ||
		strchr("=|&", bytes.ptr[end.offset + 1]))
		return '?';
	return bytes.ptr[end.offset];
}

struct span clang_span(struct clang_place place, size_t len)
{
	uint32_t width = (uint32_t)len;

	return (struct span){ place.offset, place.offset + width, place.line, place.column, place.line,
		place.column + width };
}

/* In the file of the facts: a name that stands elsewhere, in a macro of a header, is where the macro is used. */
struct clang_place clang_body_place(struct body *b, CXCursor cursor)
{
	struct clang_place place = clang_tu_written(b->tu, b->api->getCursorLocation(cursor));

	return place.file == b->file ? place : clang_tu_expansion(b->tu, b->api->getCursorLocation(cursor));
}

/* --- Names --- */

static bool is_own(const struct body *b, struct clang_place place)
{
	return b->f && place.file == b->file && place.offset >= b->f->start && place.offset < b->f->end;
}

/* Whatever is declared inside of the definition is a local: variables, labels, records. */
void clang_body_mark(struct body *b, CXCursor cursor, CXCursor declaration)
{
	struct clang_place place = clang_tu_written(b->tu, b->api->getCursorLocation(cursor));
	struct clang_mark m = { .offset = place.offset };

	if (!is_own(b, place) || b->api->Cursor_isNull(declaration))
		return;
	m.is_local = is_own(b, clang_tu_expansion(b->tu, b->api->getCursorLocation(declaration)));
	m.hash = m.is_local ? b->api->hashCursor(declaration) : str_hash(clang_identity(b->tu, declaration));
	vec_push(&b->marks, m);
}

void clang_body_mark_reference(struct body *b, CXCursor cursor)
{
	clang_body_mark(b, cursor, b->api->getCursorReferenced(cursor));
}

/* --- Flow --- */

uint32_t clang_body_add_local(struct body *b, CXCursor declaration, bool is_param)
{
	uint32_t id = (uint32_t)b->locals.len;

	vec_push(&b->locals, (struct local){ .is_param = is_param });
	map_set(&b->by_cursor, b->api->hashCursor(declaration), id);
	return id;
}

unsigned clang_body_flow_bit(enum sink_kind kind)
{
	switch (kind) {
	case SINK_RETURN: return 1u << CFLOW_RETURN;
	case SINK_OUT: return 1u << CFLOW_OUT;
	case SINK_STORE: return 1u << CFLOW_STORE;
	default: return 0;
	}
}

struct origin clang_body_origin(struct sink sink)
{
	return (struct origin){ clang_body_flow_bit(sink.kind), sink.kind == SINK_LOCAL ? sink.local : NONE };
}

void clang_body_local_goes(struct body *b, uint32_t local, struct sink sink)
{
	if (local == NONE)
		return;
	b->locals.items[local].flows |= clang_body_flow_bit(sink.kind);
	if (sink.kind == SINK_LOCAL && sink.local != local)
		vec_push(&b->edges, (struct edge){ local, sink.local });
}

enum cflow clang_body_strongest(unsigned flows)
{
	for (enum cflow flow = CFLOW_RETURN; flow < CFLOW_LOCAL; flow++)
		if (flows & 1u << flow)
			return flow;
	return CFLOW_LOCAL;
}

static enum cflow flow_of(const struct body *b, struct origin origin)
{
	return clang_body_strongest(origin.flows | (origin.local == NONE ? 0 : b->locals.items[origin.local].flows));
}

static void spread_flows(struct body *b)
{
	bool is_changed = true;

	while (is_changed) {
		is_changed = false;
		vec_foreach (struct edge, edge, &b->edges) {
			unsigned *from = &b->locals.items[edge->from].flows,
				 all = *from | b->locals.items[edge->to].flows;

			is_changed |= all != *from;
			*from = all;
		}
	}
}

/* --- A body --- */

static void take_results(struct body *b)
{
	struct arena *a = b->tu->arena;

	spread_flows(b);
	for (size_t i = 0; i < b->allocs.len; i++)
		b->allocs.items[i].flow = flow_of(b, b->alloc_origins.items[i]);
	for (size_t i = 0; i < b->calls.len; i++)
		b->calls.items[i].flow = flow_of(b, b->call_origins.items[i]);
	b->f->alloc_count = (uint32_t)b->allocs.len;
	b->f->call_count = (uint32_t)b->calls.len;
	b->f->allocs = arena_copy(a, b->allocs.items, b->allocs.len, sizeof(*b->allocs.items));
	b->f->calls = arena_copy(a, b->calls.items, b->calls.len, sizeof(*b->calls.items));
}

static void body_release(struct body *b)
{
	map_release(&b->by_cursor);
	vec_release(&b->locals);
	vec_release(&b->edges);
	vec_release(&b->allocs);
	vec_release(&b->alloc_origins);
	vec_release(&b->calls);
	vec_release(&b->call_origins);
	vec_release(&b->marks);
}

/* `lamp() : wick(new wick_t) {}`: behind a member's name comes what it is made of. */
static struct sink part_sink(struct body *b, const struct clang_children *parts, size_t i)
{
	if (i == 0 || clang_body_kind(b, parts->items[i - 1]) != CXCursor_MemberRef)
		return nowhere;
	return clang_body_sink(SINK_STORE, b->api->getCursorType(b->api->getCursorReferenced(parts->items[i - 1])));
}

void clang_body_read(
	struct clang_tu *tu, CXCursor definition, clang_file_id file, struct cfunc *f, caddress_list *addresses)
{
	struct body b = { .tu = tu, .api = tu->api, .file = file, .f = f, .addresses = addresses };
	struct clang_children children;

	b.result = tu->api->getCursorResultType(definition);
	clang_tu_children(tu, definition, &children);
	vec_foreach (CXCursor, child, &children)
		if (clang_body_kind(&b, *child) == CXCursor_ParmDecl)
			clang_body_add_local(&b, *child, true);
	for (size_t i = 0; i < children.len; i++)
		clang_body_walk(&b, children.items[i], part_sink(&b, &children, i));
	take_results(&b);
	clang_body_hash(tu->files.items[file].bytes, f->body, f->end, b.marks.items, b.marks.len, tu->arena, f);
	vec_release(&children);
	body_release(&b);
}

void clang_initialiser_read(struct clang_tu *tu, CXCursor variable, clang_file_id file, caddress_list *addresses)
{
	struct body b = { .tu = tu, .api = tu->api, .file = file, .addresses = addresses };

	clang_body_walk(&b, variable, nowhere);
	body_release(&b);
}
