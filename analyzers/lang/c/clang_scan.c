/* Declarations at the top, in namespaces, in extern "C" and in classes; what they say goes to the file that they stand in. */
#include "base/base.h"
#include "analyzers/lang/c/clang_scan.h"

#include "analyzers/lang/c/clang_type.h"

struct scan {
	struct clang_tu *tu;
	const struct clang_api *api;
	VEC(struct clang_gather) files;
	struct clang_children children; /* scratch */
};

static void scan_children(struct scan *s, CXCursor parent);

static struct clang_gather *gather_of(struct scan *s, clang_file_id file)
{
	while (s->files.len < s->tu->files.len)
		vec_push(&s->files, (struct clang_gather){ 0 });
	return &s->files.items[file];
}

/* --- Functions --- */

static bool says_deprecated(struct clang_tu *tu, CXCursor cursor)
{
	CXString comment = tu->api->Cursor_getRawCommentText(cursor);
	bool says = str_has_nocase(str_from(tu->api->getCString(comment)), STR("deprecated"));

	tu->api->disposeString(comment);
	return says || tu->api->getCursorAvailability(cursor) == CXAvailability_Deprecated;
}

/* "c:@F@name" without a signature, though the language has overloads. */
static bool is_extern_c(struct clang_tu *tu, CXCursor cursor)
{
	CXString usr = tu->api->getCursorUSR(cursor);
	struct str text = str_from(tu->api->getCString(usr));
	bool is_plain = str_starts(text, STR("c:@F@")) && str_find(text, '#') == text.len;

	tu->api->disposeString(usr);
	return is_plain;
}

static unsigned linkage_flags(struct scan *s, CXCursor cursor)
{
	enum CXLinkageKind linkage = s->api->getCursorLinkage(cursor);
	unsigned flags = 0;

	if (linkage == CXLinkage_Internal || linkage == CXLinkage_UniqueExternal)
		flags |= CFUNC_STATIC;
	if (s->api->Cursor_isFunctionInlined(cursor))
		flags |= CFUNC_INLINE;
	if (s->api->Cursor_isVariadic(cursor))
		flags |= CFUNC_VARIADIC;
	return flags;
}

static unsigned flags_of(struct scan *s, CXCursor cursor, bool is_cpp)
{
	enum CXCursorKind kind = s->api->getCursorKind(cursor);
	unsigned flags = linkage_flags(s, cursor);

	if (kind == CXCursor_FunctionTemplate)
		flags |= CFUNC_TEMPLATE;
	if (kind == CXCursor_CXXMethod || kind == CXCursor_Constructor || kind == CXCursor_Destructor)
		flags |= CFUNC_METHOD;
	if (kind == CXCursor_CXXMethod && s->api->CXXMethod_isStatic(cursor))
		flags |= CFUNC_STATIC_METHOD;
	if (kind == CXCursor_CXXMethod &&
		(s->api->CXXMethod_isVirtual(cursor) || s->api->CXXMethod_isPureVirtual(cursor)))
		flags |= CFUNC_VIRTUAL;
	if (is_cpp && is_extern_c(s->tu, cursor))
		flags |= CFUNC_EXTERN_C;
	if (says_deprecated(s->tu, cursor))
		flags |= CFUNC_DEPRECATED;
	return flags;
}

static struct cparam *read_params(struct scan *s, CXCursor cursor, uint32_t *ret_count)
{
	int count = s->api->Cursor_getNumArguments(cursor);
	struct cparam *params = arena_array(s->tu->arena, struct cparam, count > 0 ? (size_t)count : 1);

	*ret_count = count > 0 ? (uint32_t)count : 0;
	for (int i = 0; i < count; i++) {
		CXCursor param = s->api->Cursor_getArgument(cursor, (unsigned)i);

		params[i].type = clang_type_text(s->tu, s->api->getCursorType(param));
		params[i].name = clang_tu_take(s->tu, s->api->getCursorSpelling(param));
	}
	return params;
}

/* What it returns or, when it only says how it went, what it gives out. */
static struct str product_place(struct scan *s, CXCursor cursor)
{
	CXType result = s->api->getCanonicalType(s->api->getCursorResultType(cursor));
	struct clang_product product = clang_pointee_product(s->tu, result);
	int count = s->api->Cursor_getNumArguments(cursor);

	if (result.kind == CXType_Pointer)
		return product.place;
	for (int i = 0; i < count && !product.is_record; i++)
		product = clang_out_product(
			s->tu, s->api->getCursorType(s->api->Cursor_getArgument(cursor, (unsigned)i)));
	return product.place;
}

struct extent {
	struct clang_place start, end;
};

static struct extent extent_of(struct scan *s, CXCursor cursor)
{
	CXSourceRange range = s->api->getCursorExtent(cursor);

	return (struct extent){ clang_tu_expansion(s->tu, s->api->getRangeStart(range)),
		clang_tu_expansion(s->tu, s->api->getRangeEnd(range)) };
}

static struct str plain_name(struct scan *s, CXCursor cursor)
{
	struct str name = clang_tu_take(s->tu, s->api->getCursorSpelling(cursor));

	return str_slice(name, 0, str_find(name, '<'));
}

/* Does the name stand there, or has a macro made it? */
static bool is_written(struct scan *s, CXCursor cursor, struct clang_place place)
{
	struct str name = plain_name(s, cursor);
	struct str there = str_slice(s->tu->files.items[place.file].bytes, place.offset, place.offset + name.len);

	return str_eq(name, there);
}

static void add_func(struct scan *s, CXCursor cursor, struct clang_place place)
{
	bool is_cpp = s->tu->files.items[place.file].is_cpp;
	struct extent extent = extent_of(s, cursor);
	struct cfunc f = { .condition = NONE, .flags = flags_of(s, cursor, is_cpp) };
	caddress_list addresses = { 0 };

	f.name = clang_qualified(s->tu, cursor);
	f.returns = clang_type_text(s->tu, s->api->getCursorResultType(cursor));
	f.params = read_params(s, cursor, &f.param_count);
	f.span = clang_span(
		place, is_written(s, cursor, place) ? plain_name(s, cursor).len : clang_tu_word(s->tu, place).len);
	f.flags |= is_written(s, cursor, place) ? 0 : CFUNC_MACRO_MADE;
	f.start = extent.start.file == place.file ? extent.start.offset : place.offset;
	f.end = extent.end.file == place.file ? extent.end.offset : f.span.end;
	f.end_line = extent.end.line;
	f.usr = clang_identity(s->tu, cursor);
	f.product_place = product_place(s, cursor);
	f.body = f.span.end;
	vec_foreach (CXCursor, child, &s->children)
		if (s->api->getCursorKind(*child) == CXCursor_CompoundStmt)
			f.body = extent_of(s, *child).start.offset;
	if (f.body < f.start || f.body > f.end)
		f.body = f.start;
	clang_body_read(s->tu, cursor, place.file, &f, &addresses);
	vec_foreach (struct caddress, address, &addresses)
		vec_push(&gather_of(s, place.file)->addresses, *address);
	vec_release(&addresses);
	vec_push(&gather_of(s, place.file)->funcs, f);
}

/* Up to its semicolon. */
static uint32_t behind_semicolon(struct str text, uint32_t end)
{
	while (end < text.len && text.ptr[end] != ';' && text.ptr[end] != '{' && text.ptr[end] != '}')
		end++;
	return end < text.len && text.ptr[end] == ';' ? end + 1 : end;
}

static void add_proto(struct scan *s, CXCursor cursor, struct clang_place place)
{
	bool is_cpp = s->tu->files.items[place.file].is_cpp;
	struct extent extent = extent_of(s, cursor);
	struct cproto p = { .condition = NONE, .flags = flags_of(s, cursor, is_cpp) };

	p.name = clang_qualified(s->tu, cursor);
	p.returns = clang_type_text(s->tu, s->api->getCursorResultType(cursor));
	p.params = read_params(s, cursor, &p.param_count);
	p.span = clang_span(
		place, is_written(s, cursor, place) ? plain_name(s, cursor).len : clang_tu_word(s->tu, place).len);
	p.flags |= is_written(s, cursor, place) ? 0 : CFUNC_MACRO_MADE;
	p.start = extent.start.file == place.file ? extent.start.offset : place.offset;
	p.end = behind_semicolon(s->tu->files.items[place.file].bytes, extent.end.offset);
	p.usr = clang_identity(s->tu, cursor);
	vec_push(&gather_of(s, place.file)->protos, p);
}

/* --- Records --- */

static enum crecord_kind record_kind(enum CXCursorKind kind)
{
	switch (kind) {
	case CXCursor_UnionDecl: return CRECORD_UNION;
	case CXCursor_ClassDecl:
	case CXCursor_ClassTemplate: return CRECORD_CLASS;
	case CXCursor_EnumDecl: return CRECORD_ENUM;
	case CXCursor_TypedefDecl:
	case CXCursor_TypeAliasDecl: return CRECORD_TYPEDEF;
	default: return CRECORD_STRUCT;
	}
}

static void add_record(struct scan *s, CXCursor cursor, struct clang_place place)
{
	struct crecord r = { .kind = record_kind(s->api->getCursorKind(cursor)), .condition = NONE };

	r.name = s->api->Cursor_isAnonymous(cursor) ? STR("") : clang_qualified(s->tu, cursor);
	if (str_has(r.name, STR(" at ")))
		r.name = STR("");
	r.is_definition = r.kind == CRECORD_TYPEDEF || s->api->isCursorDefinition(cursor);
	if (r.kind == CRECORD_TYPEDEF)
		r.target = clang_type_text(s->tu, s->api->getTypedefDeclUnderlyingType(cursor));
	r.span = clang_span(place, clang_tu_word(s->tu, place).len);
	vec_push(&gather_of(s, place.file)->records, r);
}

/* --- The walk --- */

static void scan_function(struct scan *s, CXCursor cursor, struct clang_place place)
{
	if (!s->api->isCursorDefinition(cursor)) {
		add_proto(s, cursor, place);
		return;
	}
	clang_tu_children(s->tu, cursor, &s->children);
	add_func(s, cursor, place);
	vec_release(&s->children);
}

static void scan_cursor(struct scan *s, CXCursor cursor)
{
	enum CXCursorKind kind = s->api->getCursorKind(cursor);
	struct clang_place place = clang_tu_expansion(s->tu, s->api->getCursorLocation(cursor));

	if (place.file == NONE || !s->tu->files.items[place.file].is_project)
		return;
	switch (kind) {
	case CXCursor_FunctionDecl:
	case CXCursor_FunctionTemplate:
	case CXCursor_CXXMethod:
	case CXCursor_Constructor:
	case CXCursor_Destructor:
	case CXCursor_ConversionFunction: scan_function(s, cursor, place); break;
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
	case CXCursor_ClassDecl:
	case CXCursor_ClassTemplate:
		add_record(s, cursor, place);
		scan_children(s, cursor);
		break;
	case CXCursor_EnumDecl:
	case CXCursor_TypedefDecl:
	case CXCursor_TypeAliasDecl: add_record(s, cursor, place); break;
	case CXCursor_VarDecl:
		clang_initialiser_read(s->tu, cursor, place.file, &gather_of(s, place.file)->addresses);
		break;
	case CXCursor_Namespace:
	case CXCursor_LinkageSpec:
	case CXCursor_UnexposedDecl: scan_children(s, cursor); break;
	case CXCursor_InclusionDirective:
		clang_read_include(s->tu, cursor, place.file, gather_of(s, place.file));
		break;
	case CXCursor_MacroDefinition: clang_read_macro(s->tu, cursor, place.file, gather_of(s, place.file)); break;
	default: break;
	}
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data)
{
	scan_cursor(data, cursor);
	return CXChildVisit_Continue;
}

static void scan_children(struct scan *s, CXCursor parent)
{
	s->api->visitChildren(parent, visit, s);
}

/* --- Results --- */

#define COMPARE_BY(function, type, key)                                                           \
	static int function(const void *a, const void *b)                                         \
	{                                                                                         \
		const struct type *x = a, *y = b;                                                 \
		return x->key != y->key ? (x->key < y->key ? -1 : 1) : str_cmp(x->name, y->name); \
	}

COMPARE_BY(compare_funcs, cfunc, span.start)
COMPARE_BY(compare_records, crecord, span.start)
COMPARE_BY(compare_protos, cproto, span.start)
COMPARE_BY(compare_macros, cmacro, span.start)
COMPARE_BY(compare_addresses, caddress, span.start)

static int compare_includes(const void *a, const void *b)
{
	const struct cinclude *x = a, *y = b;

	return x->start < y->start ? -1 : x->start > y->start;
}

/* A file that is read twice, an X-macro list, says everything twice. */
#define TAKE_ONCE(list, into, count, compare)                                                                \
	do {                                                                                            \
		size_t kept_ = 0;                                                                       \
		vec_sort(&g->list, compare);                                                            \
		for (size_t i_ = 0; i_ < g->list.len; i_++)                                             \
			if (kept_ == 0 || compare(&g->list.items[kept_ - 1], &g->list.items[i_]))       \
				g->list.items[kept_++] = g->list.items[i_];                             \
		g->list.len = kept_;                                                                    \
		arena_take(s->tu->arena, &g->list, g->facts.into, g->facts.count);                      \
		vec_release(&g->list);                                                                  \
	} while (0)

static void take_file(struct scan *s, struct clang_gather *g, const struct clang_file *file)
{
	TAKE_ONCE(funcs, funcs, func_count, compare_funcs);
	TAKE_ONCE(records, records, record_count, compare_records);
	TAKE_ONCE(protos, protos, proto_count, compare_protos);
	TAKE_ONCE(includes, includes, include_count, compare_includes);
	TAKE_ONCE(macros, macros, macro_count, compare_macros);
	TAKE_ONCE(addresses, addresses, address_count, compare_addresses);
	g->facts.source = CSOURCE_SEMANTIC;
	g->facts.is_cpp = file->is_cpp;
	g->facts.has_guard = s->api->isFileMultipleIncludeGuarded(s->tu->handle, file->handle);
}

static void take_inactive(struct scan *s, struct clang_gather *g, const struct clang_file *file)
{
	CXSourceRangeList *skipped = s->api->getSkippedRanges(s->tu->handle, file->handle);
	unsigned count = skipped ? skipped->count : 0;

	g->inactive = arena_array(s->tu->arena, struct clang_range, MAX(count, 1));
	g->inactive_count = count;
	for (unsigned i = 0; i < count; i++) {
		g->inactive[i].start = clang_tu_expansion(s->tu, s->api->getRangeStart(skipped->ranges[i])).offset;
		g->inactive[i].end = clang_tu_expansion(s->tu, s->api->getRangeEnd(skipped->ranges[i])).offset;
	}
	if (skipped)
		s->api->disposeSourceRangeList(skipped);
}

/* Also those from which nothing has come. */
static void meet_file(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
	clang_tu_file(data, file);
}

struct clang_gather *clang_scan(struct clang_tu *tu, uint32_t *ret_count)
{
	struct scan s = { .tu = tu, .api = tu->api };
	struct clang_gather *files;

	scan_children(&s, tu->api->getTranslationUnitCursor(tu->handle));
	tu->api->getInclusions(tu->handle, meet_file, tu);
	if (tu->files.len)
		gather_of(&s, 0);
	for (size_t i = 0; i < s.files.len; i++) {
		if (!tu->files.items[i].is_project)
			continue;
		take_file(&s, &s.files.items[i], &tu->files.items[i]);
		take_inactive(&s, &s.files.items[i], &tu->files.items[i]);
	}
	*ret_count = (uint32_t)s.files.len;
	files = arena_copy(tu->arena, s.files.items, s.files.len, sizeof(*s.files.items));
	vec_release(&s.files);
	return files;
}
