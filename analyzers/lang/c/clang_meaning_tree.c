/* A function as the compiler sees it: every node with its type, every name with what it refers to. */
#include "base/base.h"
#include "analyzers/lang/c/clang_meaning_impl.h"

#include "analyzers/lang/c/clang_type.h"

#define MAX_DEPTH 1000 /* of nesting; a body that goes deeper is not compared */

static void walk(struct meaning *m, CXCursor cursor);

bool meaning_is_own(struct meaning *m, CXCursor declaration)
{
	struct clang_place place = clang_tu_expansion(m->tu, m->api->getCursorLocation(declaration));

	return place.file == m->file && place.offset >= m->start && place.offset < m->end;
}

static uint32_t line_of(struct meaning *m, CXCursor cursor)
{
	return clang_tu_expansion(m->tu, m->api->getCursorLocation(cursor)).line;
}

static struct str take(struct meaning *m, CXString text)
{
	return clang_tu_take(m->tu, text);
}

/* Locals are counted as they are met. */
static uint32_t local_number(struct meaning *m, CXCursor declaration)
{
	map_add(&m->locals, m->api->hashCursor(declaration), (uint32_t)m->locals.len);
	return map_get(&m->locals, m->api->hashCursor(declaration));
}

/* --- Types --- */

/* What pointers point to, arrays hold, functions return. */
static CXType innermost(struct meaning *m, CXType type)
{
	for (int i = 0; i < 16; i++) {
		CXType inner;

		type = m->api->getCanonicalType(type);
		switch (type.kind) {
		case CXType_Pointer:
		case CXType_LValueReference:
		case CXType_RValueReference: inner = m->api->getPointeeType(type); break;
		case CXType_ConstantArray:
		case CXType_IncompleteArray:
		case CXType_VariableArray: inner = m->api->getArrayElementType(type); break;
		case CXType_FunctionProto:
		case CXType_FunctionNoProto: inner = m->api->getResultType(type); break;
		default: return type;
		}
		if (inner.kind == CXType_Invalid)
			return type;
		type = inner;
	}
	return type;
}

/* Where the body of the record stands, and how large it is there. Empty: no record, or no body seen. */
static struct str record_place(struct meaning *m, CXType type)
{
	CXCursor body;

	type = innermost(m, type);
	if (type.kind != CXType_Record && type.kind != CXType_Enum)
		return STR("");
	body = m->api->getCursorDefinition(m->api->getTypeDeclaration(type));
	if (m->api->Cursor_isNull(body))
		return STR("");
	if (meaning_is_own(m, body))
		return STR("local");
	return arena_printf(m->tu->arena, STR_FMT " %lld", STR_ARG(clang_place_text(m->tu, body)), m->api->Type_getSizeOf(type));
}

/* The name of a record of its own is its own: the tokens tell how it is used. */
static struct str type_text(struct meaning *m, CXType type)
{
	CXType inner = innermost(m, type);

	type = m->api->getCanonicalType(type);
	if ((inner.kind == CXType_Record || inner.kind == CXType_Enum) && meaning_is_own(m, m->api->getTypeDeclaration(inner)))
		return arena_printf(m->tu->arena, "local %d %u", (int)type.kind, local_number(m, m->api->getTypeDeclaration(inner)));
	return take(m, m->api->getTypeSpelling(type));
}

/* --- Atoms --- */

static void add_node(struct meaning *m, CXCursor cursor, CXType type, struct str more)
{
	struct clang_atom atom = { .kind = CLANG_ATOM_TEXT, .line = line_of(m, cursor) };

	atom.text = arena_printf(m->tu->arena, "%d " STR_FMT "|" STR_FMT, (int)m->api->getCursorKind(cursor), STR_ARG(type_text(m, type)), STR_ARG(more));
	atom.place = record_place(m, type);
	vec_push(&m->tree, atom);
}

/* A name that a macro's body holds stands elsewhere: the token is then the macro's own name. */
static void mark(struct meaning *m, CXCursor cursor, CXCursor declaration, uint32_t number)
{
	struct clang_place place = clang_tu_written(m->tu, m->api->getCursorLocation(cursor));
	struct str name = take(m, m->api->getCursorSpelling(declaration));
	bool is_namespace = m->api->getCursorKind(cursor) == CXCursor_NamespaceRef;

	if (place.file == m->file && str_eq(clang_tu_word(m->tu, place), str_slice(name, 0, str_find(name, '<'))))
		vec_push(&m->marks, (struct meaning_mark){ place.offset, number, is_namespace });
}

static void add_local(struct meaning *m, CXCursor cursor, CXCursor declaration)
{
	uint32_t number = local_number(m, declaration);
	struct clang_atom atom = { .kind = CLANG_ATOM_LOCAL, .line = line_of(m, cursor) };

	atom.text = arena_printf(m->tu->arena, "%u", number);
	atom.shown = take(m, m->api->getCursorSpelling(declaration));
	mark(m, cursor, declaration, number);
	vec_push(&m->tree, atom);
}

static bool is_constant_number(struct meaning *m, CXCursor variable)
{
	CXType type = m->api->getCanonicalType(m->api->getCursorType(variable));

	return m->api->isConstQualifiedType(type) && type.kind >= CXType_FirstBuiltin && type.kind <= CXType_LastBuiltin;
}

/* Every unit has an object of its own, even where the definition stands in one header; of a table the address tells. */
static bool is_own_object(struct meaning *m, CXCursor declaration)
{
	return m->api->getCursorKind(declaration) == CXCursor_VarDecl &&
		m->api->getCursorLinkage(declaration) != CXLinkage_External && !is_constant_number(m, declaration);
}

static bool is_internal_function(struct meaning *m, CXCursor declaration)
{
	CXCursor definition;

	if (m->api->getCursorKind(declaration) != CXCursor_FunctionDecl ||
		m->api->Location_isInSystemHeader(m->api->getCursorLocation(declaration)))
		return false;
	definition = m->api->getCursorDefinition(declaration);
	return !m->api->Cursor_isNull(definition) &&
		(m->api->getCursorLinkage(declaration) != CXLinkage_External || m->api->Cursor_isFunctionInlined(definition));
}

static void add_symbol(struct meaning *m, CXCursor cursor, CXCursor declaration)
{
	struct clang_atom atom = { .kind = CLANG_ATOM_SYMBOL, .line = line_of(m, cursor) };

	mark(m, cursor, declaration, NONE);
	atom.shown = take(m, m->api->getCursorSpelling(declaration));
	atom.text = clang_identity(m->tu, declaration);
	if (!atom.text.len)
		meaning_refuse(m, "it cannot be told what `" STR_FMT "` refers to", STR_ARG(atom.shown));
	if (m->api->equalCursors(m->api->getCanonicalCursor(declaration), m->api->getCanonicalCursor(m->function))) {
		atom.kind = CLANG_ATOM_SELF;
		atom.text = STR("");
	} else if (is_own_object(m, declaration)) {
		atom.text = arena_printf(m->tu->arena, STR_FMT " of " STR_FMT, STR_ARG(atom.text), STR_ARG(m->tu->files.items[m->tu->main_file].path));
	} else if (is_internal_function(m, declaration)) {
		atom.kind = CLANG_ATOM_INTERNAL;
		m->called += m->api->getCursorKind(cursor) == CXCursor_CallExpr;
		m->named += m->api->getCursorKind(cursor) != CXCursor_CallExpr;
		vec_push(&m->needed, m->api->getCursorDefinition(declaration));
	}
	vec_push(&m->tree, atom);
}

static void add_reference(struct meaning *m, CXCursor cursor)
{
	CXCursor declaration = m->api->getCursorReferenced(cursor);

	if (m->api->Cursor_isNull(declaration)) {
		add_node(m, cursor, m->api->getCursorType(cursor), take(m, m->api->getCursorSpelling(cursor)));
		return;
	}
	add_node(m, cursor, m->api->getCursorType(cursor), STR(""));
	if (meaning_is_own(m, declaration))
		add_local(m, cursor, declaration);
	else
		add_symbol(m, cursor, declaration);
}

/* A type may be called by several names: what counts is the type. */
static void add_type(struct meaning *m, CXCursor cursor)
{
	CXCursor declaration = m->api->getCursorReferenced(cursor);

	if (!m->api->Cursor_isNull(declaration))
		mark(m, cursor, declaration, meaning_is_own(m, declaration) ? local_number(m, declaration) : NONE);
	add_node(m, cursor, m->api->getCursorType(cursor), STR(""));
}

static struct str value_text(struct meaning *m, CXCursor literal)
{
	CXEvalResult value = m->api->Cursor_Evaluate(literal);
	struct str text = STR("");

	if (value && m->api->EvalResult_getKind(value) == CXEval_Int)
		text = arena_printf(m->tu->arena, "%lld", m->api->EvalResult_getAsLongLong(value));
	if (value)
		m->api->EvalResult_dispose(value);
	return text;
}

static struct str operator_text(struct meaning *m, CXCursor cursor)
{
	int code = 0;

#if CINDEX_VERSION_MINOR >= 64
	if (m->api->getCursorBinaryOperatorKind && m->api->getCursorKind(cursor) != CXCursor_UnaryOperator)
		code = (int)m->api->getCursorBinaryOperatorKind(cursor);
	else if (m->api->getCursorUnaryOperatorKind)
		code = (int)m->api->getCursorUnaryOperatorKind(cursor);
#endif
	return arena_printf(m->tu->arena, "%d", code);
}

/* --- What is not compared --- */

/* What an attribute may say without a change of what the function does for its callers. */
static bool is_harmless(struct str name)
{
	static const char *const names[] = { "malloc", "nonnull", "returns_nonnull", "warn_unused_result", "nodiscard", "pure",
		"const", "nothrow", "leaf", "cold", "hot", "noinline", "alloc_size", "format", "unused", "maybe_unused",
		"visibility", "deprecated" };

	while (name.len && name.ptr[0] == '_')
		name = str_slice(name, 1, name.len);
	while (name.len && name.ptr[name.len - 1] == '_')
		name = str_slice(name, 0, name.len - 1);
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (str_is(name, names[i]))
			return true;
	return false;
}

static void look_at_attribute(struct meaning *m, CXCursor attribute)
{
	struct str name = clang_tu_word(m->tu, clang_tu_spelling(m->tu, m->api->getCursorLocation(attribute)));

	if (!is_harmless(name))
		meaning_refuse(m, "it carries the attribute `" STR_FMT "`", STR_ARG(name));
}

/* An object that lives on has a twin in the other function. */
static void look_at_variable(struct meaning *m, CXCursor variable)
{
	enum CX_StorageClass storage = m->api->Cursor_getStorageClass(variable);

	if (storage == CX_SC_Static)
		meaning_refuse(m, "it keeps a static variable, `" STR_FMT "`", STR_ARG(take(m, m->api->getCursorSpelling(variable))));
	else if (storage == CX_SC_Extern)
		meaning_refuse(m, "it declares `" STR_FMT "` by itself", STR_ARG(take(m, m->api->getCursorSpelling(variable))));
}

/* --- The walk --- */

/* How a name is qualified is nothing of its own. */
static size_t count_parts(struct meaning *m, const struct clang_children *children)
{
	size_t count = 0;

	for (size_t i = 0; i < children->len; i++)
		count += m->api->getCursorKind(children->items[i]) != CXCursor_NamespaceRef;
	return count;
}

static void walk_children(struct meaning *m, CXCursor cursor)
{
	struct clang_children children;

	clang_tu_children(m->tu, cursor, &children);
	add_node(m, cursor, m->api->getCursorType(cursor), arena_printf(m->tu->arena, "%zu", count_parts(m, &children)));
	vec_foreach (CXCursor, child, &children)
		walk(m, *child);
	vec_release(&children);
}

static void walk_declaration(struct meaning *m, CXCursor cursor)
{
	if (m->api->getCursorKind(cursor) == CXCursor_VarDecl)
		look_at_variable(m, cursor);
	add_local(m, cursor, cursor);
	walk_children(m, cursor);
}

static void walk_one(struct meaning *m, CXCursor cursor)
{
	enum CXCursorKind kind = m->api->getCursorKind(cursor);

	switch (kind) {
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
	case CXCursor_MemberRef:
	case CXCursor_LabelRef:
	case CXCursor_OverloadedDeclRef:
	case CXCursor_TemplateRef:
		add_reference(m, cursor);
		if (kind == CXCursor_MemberRefExpr || kind == CXCursor_DeclRefExpr)
			walk_children(m, cursor);
		break;
	case CXCursor_CallExpr:
		add_reference(m, cursor);
		walk_children(m, cursor);
		break;
	case CXCursor_TypeRef: add_type(m, cursor); break;
	case CXCursor_NamespaceRef: mark(m, cursor, m->api->getCursorReferenced(cursor), NONE); break;
	case CXCursor_IntegerLiteral:
	case CXCursor_CharacterLiteral:
	case CXCursor_CXXBoolLiteralExpr: add_node(m, cursor, m->api->getCursorType(cursor), value_text(m, cursor)); break;
	case CXCursor_StringLiteral:
		add_node(m, cursor, m->api->getCursorType(cursor), take(m, m->api->getCursorSpelling(cursor)));
		vec_last(&m->tree)->shown = take(m, m->api->getCursorSpelling(cursor));
		break;
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
	case CXCursor_UnaryOperator:
		add_node(m, cursor, m->api->getCursorType(cursor), operator_text(m, cursor));
		walk_children(m, cursor);
		break;
	case CXCursor_VarDecl:
	case CXCursor_ParmDecl:
	case CXCursor_LabelStmt:
	case CXCursor_FieldDecl:
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
	case CXCursor_EnumDecl:
	case CXCursor_EnumConstantDecl:
	case CXCursor_TypedefDecl: walk_declaration(m, cursor); break;
	case CXCursor_FunctionDecl: meaning_refuse(m, "it declares a function by itself"); break;
	case CXCursor_LambdaExpr: meaning_refuse(m, "it holds a lambda"); break;
	case CXCursor_GCCAsmStmt:
	case CXCursor_MSAsmStmt: meaning_refuse(m, "it holds assembly"); break;
	case CXCursor_CXXThisExpr: meaning_refuse(m, "it is a method"); break;
	default:
		if (kind >= CXCursor_FirstAttr && kind <= CXCursor_LastAttr)
			look_at_attribute(m, cursor);
		else
			walk_children(m, cursor);
		break;
	}
}

static void walk(struct meaning *m, CXCursor cursor)
{
	if (m->depth >= MAX_DEPTH) {
		meaning_refuse(m, "it is nested too deep");
		return;
	}
	m->depth++;
	walk_one(m, cursor);
	m->depth--;
}

void meaning_read_tree(struct meaning *m)
{
	struct clang_children children;

	add_node(m, m->function, m->api->getCursorType(m->function), m->api->Cursor_isVariadic(m->function) ? STR("variadic") : STR(""));
	add_node(m, m->function, m->api->getCursorResultType(m->function), STR(""));
	clang_tu_children(m->tu, m->function, &children);
	vec_foreach (CXCursor, child, &children) {
		/* What it returns, which is in its type, and whose it is. */
		enum CXCursorKind kind = m->api->getCursorKind(*child);

		if (kind == CXCursor_TypeRef || kind == CXCursor_NamespaceRef || kind == CXCursor_TemplateRef)
			continue;
		walk(m, *child);
	}
	vec_release(&children);
	/* A call is met twice: by itself and by the name in it. */
	if (m->named > m->called)
		meaning_refuse(m, "it takes the address of a function that only its file knows");
}
