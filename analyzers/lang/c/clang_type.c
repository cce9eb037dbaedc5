/* Canonical spellings, cleaned of what differs without a difference in meaning. */
#include "base/base.h"
#include "analyzers/lang/c/clang_type.h"

#include "analyzers/lang/c/clang_lex.h"

/* --- Text --- */

static bool is_qualifier(struct str word)
{
	static const char *const qualifiers[] = { "const", "volatile", "restrict", "__restrict", "_Nonnull",
		"_Nullable" };

	for (size_t i = 0; i < ARRAY_LEN(qualifiers); i++)
		if (str_is(word, qualifiers[i]))
			return true;
	return false;
}

/* "(unnamed struct at /home/x.c:1:2)" would say where the code base lies. */
static uint32_t skip_unnamed(struct str text, uint32_t at)
{
	static const struct str openings[] = { STR_INIT("(unnamed"), STR_INIT("(anonymous"), STR_INIT("(lambda") };

	for (size_t i = 0; i < ARRAY_LEN(openings); i++)
		if (str_starts(str_slice(text, at, text.len), openings[i]))
			return at + (uint32_t)str_find(str_slice(text, at, text.len), ')') + 1;
	return at;
}

static struct str clean(struct arena *a, struct str text)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	uint32_t at = 0;

	while (at < text.len) {
		struct clang_token t = clang_lex(text, at);
		uint32_t behind = skip_unnamed(text, t.start);

		if (behind > t.start) {
			strbuf_addz(&out, "(anonymous)");
			at = behind;
			continue;
		}
		if (!is_qualifier(clang_token_text(text, t))) {
			if (t.start > at && out.len && out.ptr[out.len - 1] != ' ')
				strbuf_addch(&out, ' ');
			strbuf_add(&out, clang_token_text(text, t));
		}
		at = MAX(t.end, at + 1);
	}
	return arena_str(a, str_trim(strbuf_str(&out)));
}

static CXType canonical(const struct clang_tu *tu, CXType type)
{
	return tu->api->getCanonicalType(type);
}

static struct str record_name(struct clang_tu *tu, CXType type)
{
	if (type.kind != CXType_Record)
		return STR("");
	return clang_tu_take(tu, tu->api->getCursorSpelling(tu->api->getTypeDeclaration(type)));
}

bool clang_is_smart(struct clang_tu *tu, CXType type)
{
	static const char *const names[] = { "unique_ptr", "shared_ptr", "scoped_refptr", "RefPtr", "Ref",
		"intrusive_ptr" };
	struct str name = record_name(tu, canonical(tu, type));

	for (size_t i = 0; name.len && i < ARRAY_LEN(names); i++)
		if (str_is(name, names[i]))
			return tu->api->Type_getNumTemplateArguments(canonical(tu, type)) > 0;
	return false;
}

struct str clang_type_text(struct clang_tu *tu, CXType type)
{
	struct str text, written = clean(tu->arena, clang_tu_take(tu, tu->api->getTypeSpelling(type)));

	type = canonical(tu, type);
	text = clean(tu->arena, clang_tu_take(tu, tu->api->getTypeSpelling(type)));
	if (str_has(text, STR("type-parameter-")))
		return written;
	if (!clang_is_smart(tu, type))
		return text;
	return arena_printf(tu->arena, STR_FMT "<" STR_FMT ">", STR_ARG(str_slice(text, 0, str_find(text, '<'))),
		STR_ARG(clang_type_text(tu, tu->api->Type_getTemplateArgumentAsType(type, 0))));
}

/* --- Products --- */

struct clang_product clang_record_product(struct clang_tu *tu, CXType record)
{
	struct clang_product product = { 0 };
	CXCursor definition;

	record = canonical(tu, record);
	if (record.kind != CXType_Record)
		return product;
	product.is_record = true;
	product.text = clang_type_text(tu, record);
	definition = tu->api->getCursorDefinition(tu->api->getTypeDeclaration(record));
	if (!tu->api->Cursor_isNull(definition))
		product.place = clang_place_text(tu, definition);
	return product;
}

static bool is_reference(CXType type)
{
	return type.kind == CXType_LValueReference || type.kind == CXType_RValueReference;
}

struct clang_product clang_pointee_product(struct clang_tu *tu, CXType pointer)
{
	pointer = canonical(tu, pointer);
	if (is_reference(pointer))
		pointer = canonical(tu, tu->api->getPointeeType(pointer));
	if (pointer.kind == CXType_Pointer)
		return clang_record_product(tu, tu->api->getPointeeType(pointer));
	if (clang_is_smart(tu, pointer))
		return clang_record_product(tu, tu->api->Type_getTemplateArgumentAsType(pointer, 0));
	return (struct clang_product){ 0 };
}

struct clang_product clang_out_product(struct clang_tu *tu, CXType param)
{
	CXType inner;

	param = canonical(tu, param);
	if (param.kind != CXType_Pointer && param.kind != CXType_LValueReference)
		return (struct clang_product){ 0 };
	inner = canonical(tu, tu->api->getPointeeType(param));
	if (tu->api->isConstQualifiedType(inner) || (inner.kind != CXType_Pointer && !clang_is_smart(tu, inner)))
		return (struct clang_product){ 0 };
	if (inner.kind == CXType_Pointer && tu->api->isConstQualifiedType(tu->api->getPointeeType(inner)))
		return (struct clang_product){ 0 };
	return clang_pointee_product(tu, inner);
}

bool clang_points_to_void(const struct clang_tu *tu, CXType type)
{
	type = canonical(tu, type);
	return type.kind == CXType_Pointer && canonical(tu, tu->api->getPointeeType(type)).kind == CXType_Void;
}

bool clang_points_to_pointer(const struct clang_tu *tu, CXType type)
{
	type = canonical(tu, type);
	return type.kind == CXType_Pointer && canonical(tu, tu->api->getPointeeType(type)).kind == CXType_Pointer;
}

/* --- Declarations --- */

static bool is_scope(enum CXCursorKind kind)
{
	switch (kind) {
	case CXCursor_Namespace:
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
	case CXCursor_ClassDecl:
	case CXCursor_ClassTemplate:
	case CXCursor_ClassTemplatePartialSpecialization: return true;
	default: return false;
	}
}

struct str clang_qualified(struct clang_tu *tu, CXCursor declaration)
{
	struct str name = clang_tu_take(tu, tu->api->getCursorSpelling(declaration));
	CXCursor parent = tu->api->getCursorSemanticParent(declaration);

	while (!tu->api->Cursor_isNull(parent) && is_scope(tu->api->getCursorKind(parent))) {
		struct str outer = clang_tu_take(tu, tu->api->getCursorSpelling(parent));

		if (outer.len && !tu->api->Cursor_isAnonymous(parent))
			name = arena_printf(tu->arena, STR_FMT "::" STR_FMT, STR_ARG(outer), STR_ARG(name));
		parent = tu->api->getCursorSemanticParent(parent);
	}
	return name;
}

struct str clang_place_text(struct clang_tu *tu, CXCursor declaration)
{
	struct clang_place place = clang_tu_expansion(tu, tu->api->getCursorLocation(declaration));

	if (place.file == NONE)
		return STR("");
	return arena_printf(tu->arena, STR_FMT ":%u", STR_ARG(tu->files.items[place.file].path), place.offset);
}

/* A record's tag has linkage too, in clang's opinion, and says nothing: two files may use it for different things. */
static bool is_one_thing(const struct clang_tu *tu, CXCursor declaration)
{
	switch (tu->api->getCursorKind(declaration)) {
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
	case CXCursor_ClassDecl:
	case CXCursor_EnumDecl:
	case CXCursor_TypedefDecl:
	case CXCursor_TypeAliasDecl: return false;
	default: return tu->api->getCursorLinkage(declaration) == CXLinkage_External;
	}
}

struct str clang_identity(struct clang_tu *tu, CXCursor declaration)
{
	struct str usr = clang_tu_take(tu, tu->api->getCursorUSR(declaration));
	CXCursor definition = tu->api->getCursorDefinition(declaration);
	struct clang_place place;

	if (!usr.len || is_one_thing(tu, declaration))
		return usr;
	if (tu->api->Cursor_isNull(definition))
		definition = tu->api->getCanonicalCursor(declaration);
	place = clang_tu_expansion(tu, tu->api->getCursorLocation(definition));
	if (place.file == NONE)
		return usr;
	return arena_printf(tu->arena, STR_FMT "@" STR_FMT, STR_ARG(usr), STR_ARG(tu->files.items[place.file].path));
}
