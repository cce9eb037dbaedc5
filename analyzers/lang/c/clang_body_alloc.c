/* What an allocation makes: by the sizeof in its arguments and by the type that it is used with. */
#include "base/base.h"
#include "analyzers/lang/c/clang_body_impl.h"

#include "analyzers/lang/c/clang_known.h"

/* `sizeof(struct conn *)`: what follows the type's name. */
static bool is_pointer_written(struct body *b, CXCursor type_reference)
{
	struct clang_place place = clang_tu_spelling(b->tu, b->api->getCursorLocation(type_reference));
	struct str word = clang_tu_word(b->tu, place), bytes;
	size_t at = place.offset + word.len;

	if (place.file == NONE)
		return false;
	bytes = b->tu->files.items[place.file].bytes;
	while (at < bytes.len && (bytes.ptr[at] == ' ' || bytes.ptr[at] == '\t'))
		at++;
	return at < bytes.len && bytes.ptr[at] == '*';
}

static bool is_sizeof(struct body *b, CXCursor cursor)
{
	struct str word = clang_tu_word(b->tu, clang_tu_spelling(b->tu, b->api->getCursorLocation(cursor)));

	return clang_body_kind(b, cursor) == CXCursor_UnaryExpr && (str_is(word, "sizeof") || word.len == 0);
}

static void read_sizeof(struct sizes *s, CXCursor cursor)
{
	struct body *b = s->b;
	struct clang_children children;
	CXType type = { .kind = CXType_Invalid };

	clang_tu_children(b->tu, cursor, &children);
	if (children.len &&
		!(clang_body_kind(b, children.items[0]) == CXCursor_TypeRef &&
			is_pointer_written(b, children.items[0])))
		type = b->api->getCanonicalType(b->api->getCursorType(children.items[0]));
	if (type.kind == CXType_Record && !s->has_record) {
		s->record = type;
		s->has_record = true;
	}
	vec_release(&children);
}

static enum CXChildVisitResult look_at_size(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct sizes *s = data;

	if (is_sizeof(s->b, cursor)) {
		read_sizeof(s, cursor);
		return CXChildVisit_Continue;
	}
	if (clang_body_kind(s->b, cursor) == CXCursor_BinaryOperator) {
		struct clang_children children;
		char operator= '?';

		clang_tu_children(s->b->tu, cursor, &children);
		if (children.len == 2)
			operator= clang_body_binary_operator(s->b, cursor, children.items[0]);
		vec_release(&children);
		s->has_sum |= operator== '+' && !s->has_product;
		s->has_product |= operator== '*' && !s->has_sum;
	}
	return CXChildVisit_Recurse;
}

struct sizes clang_body_sizes(struct body *b, CXCursor call)
{
	struct sizes s = { .b = b };
	int count = b->api->Cursor_getNumArguments(call);

	for (int i = 0; i < count; i++) {
		CXCursor argument = b->api->Cursor_getArgument(call, (unsigned)i);

		if (!b->api->Cursor_isNull(argument) && look_at_size(argument, call, &s) == CXChildVisit_Recurse)
			b->api->visitChildren(argument, look_at_size, &s);
	}
	return s;
}

static bool is_one(struct body *b, CXCursor expression)
{
	CXEvalResult value = b->api->Cursor_Evaluate(expression);
	bool ok = value && b->api->EvalResult_getKind(value) == CXEval_Int &&
		b->api->EvalResult_getAsLongLong(value) == 1;

	if (value)
		b->api->EvalResult_dispose(value);
	return ok;
}

/* calloc(n, size) and its kind, in whichever order they take the two. */
bool clang_body_makes_several(struct body *b, CXCursor call, struct str name, const struct sizes *sizes)
{
	int count = b->api->Cursor_getNumArguments(call);

	if (sizes->has_product)
		return true;
	if (count < 2 ||
		!(str_has_nocase(name, STR("calloc")) || str_has_nocase(name, STR("array")) ||
			str_ends(name, STR("_n"))))
		return false;
	for (unsigned i = 0; i < (unsigned)count; i++)
		if (is_one(b, b->api->Cursor_getArgument(call, i)))
			return false;
	return true;
}

/* A wrong sizeof does not make another thing: the type that it is used with counts, but `void *` and `char *` say nothing. */
static struct clang_product used_product(struct body *b, const struct sizes *sizes, struct sink sink)
{
	struct clang_product used = { 0 };

	if (sink.kind != SINK_NONE && sink.type.kind != CXType_Invalid) {
		if (clang_points_to_pointer(b->tu, sink.type))
			return used;
		used = clang_pointee_product(b->tu, sink.type);
	}
	return used.is_record || !sizes->has_record ? used : clang_record_product(b->tu, sizes->record);
}

/* `g_object_new(g_conn_get_type(), ...)`: of that type, whatever it is declared as; its place is not said. */
static struct clang_product asked_product(struct body *b, CXCursor argument)
{
	CXCursor function = b->api->getCursorReferenced(clang_tu_unwrap(b->tu, argument));
	struct clang_product product = { 0 };

	if (!b->api->Cursor_isNull(function) && clang_body_is_function(clang_body_kind(b, function)))
		product.text = clang_qualified(b->tu, function);
	return product;
}

static bool is_number(struct body *b, CXCursor expression)
{
	enum CXTypeKind kind = b->api->getCanonicalType(b->api->getCursorType(expression)).kind;

	return kind >= CXType_Bool && kind <= CXType_Int128;
}

struct clang_product clang_body_made(
	struct body *b, CXCursor call, struct str name, const struct sizes *sizes, struct sink sink)
{
	CXCursor first = b->api->getNullCursor();

	if (clang_known_maker(name) && b->api->Cursor_getNumArguments(call) > 0)
		first = b->api->Cursor_getArgument(call, 0);
	if (!b->api->Cursor_isNull(first) && is_number(b, first))
		return asked_product(b, first);
	return used_product(b, sizes, sink);
}

void clang_body_add_alloc(
	struct body *b, CXCursor cursor, struct calloc_site site, struct clang_product product, struct sink sink)
{
	struct clang_place place = clang_body_place(b, cursor);
	struct str word = clang_tu_word(b->tu, place);

	if (word.len && !str_eq(word, site.callee) && !str_ends(site.callee, word) && !str_is(word, "std")) {
		site.is_macro = true;
		site.callee = word;
	}
	site.product = product.text;
	site.place = product.place;
	site.span = clang_span(place, word.len);
	vec_push(&b->allocs, site);
	vec_push(&b->alloc_origins, clang_body_origin(sink));
}
