/* Expressions and statements: each child is told where its value goes. */
#include "base/base.h"
#include "analyzers/lang/c/clang_body_impl.h"

#define MAX_DEPTH 1000 /* of nesting; what lies deeper is not looked into */

static const struct sink nowhere = { .kind = SINK_NONE };

static bool is_out_type(struct body *b, CXType type)
{
	return clang_out_product(b->tu, type).is_record || clang_points_to_pointer(b->tu, type);
}

/* `*out`, `out[0]`, `(*out)`. */
static bool is_out_place(struct body *b, CXCursor left)
{
	enum CXCursorKind kind = clang_body_kind(b, left);
	struct clang_children children;
	uint32_t local = NONE;
	bool is_out = false;

	if (kind != CXCursor_ArraySubscriptExpr &&
		!(kind == CXCursor_UnaryOperator && clang_body_unary_operator(b, left) == '*'))
		return false;
	clang_tu_children(b->tu, left, &children);
	if (children.len) {
		CXCursor base = clang_tu_unwrap(b->tu, children.items[0]);

		local = clang_body_referenced_local(b, base);
		is_out =
			local != NONE && b->locals.items[local].is_param && is_out_type(b, b->api->getCursorType(base));
	}
	vec_release(&children);
	return is_out;
}

static bool is_reference_param(struct body *b, CXCursor left, uint32_t local)
{
	return b->locals.items[local].is_param &&
		b->api->getCursorType(b->api->getCursorReferenced(left)).kind == CXType_LValueReference;
}

struct sink clang_body_assigned_sink(struct body *b, CXCursor left)
{
	struct sink sink = clang_body_sink(SINK_STORE, b->api->getCursorType(left));
	CXCursor plain = clang_tu_unwrap(b->tu, left);
	uint32_t local = clang_body_referenced_local(b, plain);

	if (local != NONE) {
		sink.kind = is_reference_param(b, plain, local) ? SINK_OUT : SINK_LOCAL;
		sink.local = local;
	} else if (is_out_place(b, plain)) {
		sink.kind = SINK_OUT;
	} else if (clang_body_kind(b, plain) == CXCursor_MemberRefExpr) {
		sink.slot = clang_tu_take(b->tu, b->api->getCursorSpelling(plain));
		sink.owner = clang_type_text(b->tu,
			b->api->getCursorType(b->api->getCursorSemanticParent(b->api->getCursorReferenced(plain))));
	}
	return sink;
}

/* Also one that is cast to a number, to put marks into its low bits. */
static bool is_pointer(struct body *b, CXCursor expression)
{
	expression = clang_tu_unwrap(b->tu, expression);
	return b->api->getCanonicalType(b->api->getCursorType(expression)).kind == CXType_Pointer;
}

/* An assignment's value goes on to where the assignment stands: `return *out = p`, `while ((p = make()))`. */
static void walk_assignment(struct body *b, CXCursor left, CXCursor right, struct sink sink)
{
	struct sink target = clang_body_assigned_sink(b, left);

	clang_body_walk(b, left, nowhere);
	if (target.kind == SINK_LOCAL)
		clang_body_local_goes(b, target.local, sink);
	else if (clang_body_flow_bit(sink.kind) &&
		clang_body_strongest(clang_body_flow_bit(sink.kind)) <
			clang_body_strongest(clang_body_flow_bit(target.kind)))
		target.kind = sink.kind;
	clang_body_walk(b, right, target);
}

static void walk_binary(struct body *b, CXCursor cursor, const struct clang_children *c, struct sink sink)
{
	char operator= clang_body_binary_operator(b, cursor, c->items[0]);

	if (operator== '=') {
		walk_assignment(b, c->items[0], c->items[1], sink);
		return;
	}
	for (size_t i = 0; i < 2; i++) {
		bool goes_on = operator== ',' ? i == 1 : strchr("+-|&", operator) && is_pointer(b, c->items[i]);

		clang_body_walk(b, c->items[i], goes_on ? sink : nowhere);
	}
}

/* `&p->base` is in p: where it goes, p goes. */
static void walk_unary(struct body *b, CXCursor cursor, const struct clang_children *c, struct sink sink)
{
	bool is_member = c->len && clang_body_kind(b, clang_tu_unwrap(b->tu, c->items[0])) == CXCursor_MemberRefExpr;
	char operator= clang_body_unary_operator(b, cursor);

	if (operator== '&' && is_member)
		sink.is_base = true;
	else if (operator== '&' && c->len &&
		 clang_body_referenced_local(b, clang_tu_unwrap(b->tu, c->items[0])) != NONE)
		sink = nowhere;
	else if (operator!= '&')
		sink = nowhere;
	for (size_t i = 0; i < c->len; i++)
		clang_body_walk(b, c->items[i], sink);
}

static void add_address(struct body *b, CXCursor reference, CXCursor function, struct sink sink)
{
	struct clang_place place = clang_body_place(b, reference);
	struct caddress address = { .slot = sink.slot, .type = sink.owner };

	if (place.file != b->file)
		return;
	address.name = clang_qualified(b->tu, function);
	address.usr = clang_identity(b->tu, function);
	address.span = clang_span(place, clang_tu_word(b->tu, place).len);
	vec_push(b->addresses, address);
}

static void walk_reference(struct body *b, CXCursor reference, struct sink sink)
{
	CXCursor declaration = b->api->getCursorReferenced(reference);

	clang_body_mark(b, reference, declaration);
	if (clang_body_is_function(clang_body_kind(b, declaration)) && sink.kind != SINK_CALLEE)
		add_address(b, reference, declaration, sink);
	else
		clang_body_local_goes(b, clang_body_find_local(b, declaration), sink);
}

static void walk_new(struct body *b, CXCursor cursor, struct sink sink)
{
	struct clang_place end = clang_tu_spelling(b->tu, b->api->getRangeEnd(b->api->getCursorExtent(cursor)));
	struct calloc_site site = { .callee = STR("new") };
	struct clang_children children;
	struct str bytes = end.file == NONE ? STR("") : b->tu->files.items[end.file].bytes;

	site.is_array = end.offset > 0 && end.offset <= bytes.len && bytes.ptr[end.offset - 1] == ']';
	clang_body_add_alloc(b, cursor, site, clang_pointee_product(b->tu, b->api->getCursorType(cursor)), sink);
	clang_tu_children(b->tu, cursor, &children);
	vec_foreach (CXCursor, child, &children)
		clang_body_walk(b, *child, nowhere);
	vec_release(&children);
}

static void walk_delete(struct body *b, const struct clang_children *c)
{
	uint32_t local = c->len ? clang_body_referenced_local(b, clang_tu_unwrap(b->tu, c->items[0])) : NONE;

	if (b->f && local != NONE && b->locals.items[local].is_param)
		b->f->frees = true;
	for (size_t i = 0; i < c->len; i++)
		clang_body_walk(b, c->items[i], nowhere);
}

static enum CXChildVisitResult add_field(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct clang_children *fields = data;

	vec_push(fields, cursor);
	return CXChildVisit_Continue;
}

/* The members of the initialised record in their order: an initialiser without a name means the next one. */
static void read_fields(struct body *b, CXType type, struct clang_children *ret)
{
	struct clang_children all = { 0 };

	*ret = (struct clang_children){ 0 };
	type = b->api->getCanonicalType(type);
	if (type.kind != CXType_Record)
		return;
	b->api->visitChildren(b->api->getTypeDeclaration(type), add_field, &all);
	vec_foreach (CXCursor, field, &all)
		if (clang_body_kind(b, *field) == CXCursor_FieldDecl)
			vec_push(ret, *field);
	vec_release(&all);
}

/* `.make = f`: the designators come first, the value last. */
static bool read_designator(struct body *b, CXCursor item, struct str *ret_slot, CXCursor *ret_value)
{
	struct clang_children children;
	bool is_designated = false;

	if (clang_body_kind(b, item) != CXCursor_UnexposedExpr)
		return false;
	clang_tu_children(b->tu, item, &children);
	if (children.len >= 2 && clang_body_kind(b, children.items[0]) == CXCursor_MemberRef) {
		is_designated = true;
		*ret_slot = clang_tu_take(b->tu, b->api->getCursorSpelling(children.items[children.len - 2]));
		for (size_t i = 0; i + 1 < children.len; i++)
			clang_body_mark_reference(b, children.items[i]);
		*ret_value = *vec_last(&children);
	}
	vec_release(&children);
	return is_designated;
}

static void walk_list(struct body *b, CXCursor list, const struct clang_children *c)
{
	CXType type = b->api->getCursorType(list);
	struct clang_children fields;
	struct sink sink = clang_body_sink(SINK_STORE, type);

	sink.owner = clang_type_text(b->tu, type);
	read_fields(b, type, &fields);
	for (size_t i = 0; i < c->len; i++) {
		CXCursor value = c->items[i];

		sink.slot = i < fields.len ? clang_tu_take(b->tu, b->api->getCursorSpelling(fields.items[i])) : STR("");
		read_designator(b, c->items[i], &sink.slot, &value);
		sink.type = b->api->getCursorType(value);
		clang_body_walk(b, value, sink);
	}
	vec_release(&fields);
}

static void walk_variable(struct body *b, CXCursor variable, const struct clang_children *c)
{
	struct sink sink = clang_body_sink(SINK_LOCAL, b->api->getCursorType(variable));

	clang_body_mark(b, variable, variable);
	sink.local = clang_body_add_local(b, variable, false);
	if (!b->f || b->api->Cursor_getStorageClass(variable) == CX_SC_Static)
		sink.kind = SINK_STORE;
	if (sink.kind == SINK_STORE && b->f)
		b->locals.items[sink.local].flows |= 1u << CFLOW_STORE;
	for (size_t i = 0; i < c->len; i++)
		clang_body_walk(b, c->items[i], i + 1 == c->len ? sink : nowhere);
}

/* A cast to a record's pointer says what it is; one to `void *` says nothing. */
static struct sink cast_sink(struct body *b, CXCursor cast, struct sink sink)
{
	CXType type = b->api->getCursorType(cast);

	if (clang_pointee_product(b->tu, type).is_record && !clang_pointee_product(b->tu, sink.type).is_record)
		sink.type = type;
	if (clang_points_to_pointer(b->tu, type))
		sink.type = type;
	return sink;
}

/* All get the sink from `first` on. */
static void walk_from(struct body *b, const struct clang_children *c, size_t first, struct sink sink)
{
	for (size_t i = 0; i < c->len; i++)
		clang_body_walk(b, c->items[i], i >= first ? sink : nowhere);
}

static void walk_member(struct body *b, CXCursor cursor, const struct clang_children *c, struct sink sink)
{
	clang_body_mark_reference(b, cursor);
	if (!sink.is_base)
		sink = nowhere;
	walk_from(b, c, 0, sink);
}

static void walk_children(struct body *b, CXCursor cursor, const struct clang_children *c, struct sink sink)
{
	switch (clang_body_kind(b, cursor)) {
	case CXCursor_ReturnStmt: walk_from(b, c, 0, clang_body_sink(SINK_RETURN, b->result)); break;
	case CXCursor_VarDecl: walk_variable(b, cursor, c); break;
	case CXCursor_ParmDecl: clang_body_mark(b, cursor, cursor); break;
	case CXCursor_LabelStmt:
		clang_body_mark(b, cursor, cursor);
		walk_from(b, c, 0, nowhere);
		break;
	case CXCursor_BinaryOperator:
		if (c->len == 2) {
			walk_binary(b, cursor, c, sink);
			break;
		}
		walk_from(b, c, 0, nowhere);
		break;
	case CXCursor_UnaryOperator: walk_unary(b, cursor, c, sink); break;
	case CXCursor_ConditionalOperator: walk_from(b, c, 1, sink); break;
	case CXCursor_ParenExpr:
	case CXCursor_UnexposedExpr:
	case CXCursor_CompoundLiteralExpr:
	case CXCursor_CXXFunctionalCastExpr: walk_from(b, c, 0, sink); break;
	case CXCursor_CStyleCastExpr:
	case CXCursor_CXXStaticCastExpr:
	case CXCursor_CXXReinterpretCastExpr:
	case CXCursor_CXXDynamicCastExpr:
	case CXCursor_CXXConstCastExpr: walk_from(b, c, 0, cast_sink(b, cursor, sink)); break;
	case CXCursor_StmtExpr:
	case CXCursor_CompoundStmt: walk_from(b, c, c->len ? c->len - 1 : 0, sink); break;
	case CXCursor_InitListExpr: walk_list(b, cursor, c); break;
	case CXCursor_CXXDeleteExpr: walk_delete(b, c); break;
	case CXCursor_MemberRefExpr: walk_member(b, cursor, c, sink); break;
	case CXCursor_TypeRef:
	case CXCursor_TemplateRef:
	case CXCursor_LabelRef:
	case CXCursor_MemberRef: clang_body_mark_reference(b, cursor); break;
	default: walk_from(b, c, 0, nowhere); break;
	}
}

void clang_body_walk(struct body *b, CXCursor cursor, struct sink sink)
{
	struct clang_children children;

	if (b->depth >= MAX_DEPTH)
		return;
	b->depth++;
	switch (clang_body_kind(b, cursor)) {
	case CXCursor_DeclRefExpr: walk_reference(b, cursor, sink); break;
	case CXCursor_CallExpr: clang_body_walk_call(b, cursor, sink); break;
	case CXCursor_CXXNewExpr: walk_new(b, cursor, sink); break;
	default:
		clang_tu_children(b->tu, cursor, &children);
		walk_children(b, cursor, &children, sink);
		vec_release(&children);
		break;
	}
	b->depth--;
}
