/* One visit of all cursors; of each that names a target, where the name is really written. */
#include "base/base.h"
#include "analyzers/lang/c/clang_find.h"

#include "analyzers/lang/c/clang_lex.h"
#include "analyzers/lang/c/clang_type.h"

struct find {
	struct clang_tu *tu;
	const struct clang_api *api;
	const struct clang_targets *targets;
	clang_ref_list *out;
	struct map hashing;  /* macros, by the hash of their definition: 1 when the body has # or ## */
	struct map stringed; /* uses of such macros: file and offset */
};

/* --- Is it meant? --- */

static bool is_function(enum CXCursorKind kind)
{
	return kind == CXCursor_FunctionDecl || kind == CXCursor_CXXMethod || kind == CXCursor_FunctionTemplate;
}

static bool is_type(enum CXCursorKind kind)
{
	switch (kind) {
	case CXCursor_StructDecl:
	case CXCursor_UnionDecl:
	case CXCursor_ClassDecl:
	case CXCursor_ClassTemplate:
	case CXCursor_EnumDecl:
	case CXCursor_TypedefDecl:
	case CXCursor_TypeAliasDecl: return true;
	default: return false;
	}
}

static bool is_typedef(enum CXCursorKind kind)
{
	return kind == CXCursor_TypedefDecl || kind == CXCursor_TypeAliasDecl;
}

static bool is_at(struct find *f, CXCursor declaration, struct str place)
{
	return !f->api->Cursor_isNull(declaration) && str_eq(clang_place_text(f->tu, declaration), place);
}

/* A plain USR, or an identity, which is a USR, '@' and a real path: equal, or equal as far as this unit can tell. */
static bool is_usr(struct find *f, const struct clang_target *target, CXCursor declaration, bool is_defined)
{
	struct str usr = clang_tu_take(f->tu, f->api->getCursorUSR(declaration));

	if (!target->usr.len || str_eq(usr, target->usr))
		return true;
	if (!str_starts(target->usr, usr) || target->usr.ptr[usr.len] != '@')
		return false;
	return !is_defined || str_eq(clang_identity(f->tu, declaration), target->usr);
}

static bool is_declared_at(struct find *f, CXCursor declaration, struct str place)
{
	return is_at(f, f->api->getCursorDefinition(declaration), place) ||
		is_at(f, f->api->getCanonicalCursor(declaration), place);
}

/* External: the name or USR says it all. Internal: its definition, or the only declaration, must be the one. */
static bool is_function_meant(struct find *f, const struct clang_target *target, CXCursor declaration)
{
	bool is_external = f->api->getCursorLinkage(declaration) == CXLinkage_External;

	if (!is_usr(f, target, declaration, true))
		return false;
	if (is_external && (target->usr.len || !target->place.len))
		return true;
	if (!target->place.len)
		return str_eq(clang_identity(f->tu, declaration), target->usr);
	return is_declared_at(f, declaration, target->place);
}

static CXCursor record_behind(struct find *f, CXCursor declaration)
{
	CXType type = f->api->getCanonicalType(f->api->getTypedefDeclUnderlyingType(declaration));

	return f->api->getCursorDefinition(f->api->getTypeDeclaration(type));
}

/* A record without a tag stands at its keyword. */
static bool is_tagless(struct find *f, CXCursor record)
{
	struct str tag = clang_tu_word(f->tu, clang_tu_spelling(f->tu, f->api->getCursorLocation(record)));

	return str_is(tag, "struct") || str_is(tag, "union") || str_is(tag, "enum");
}

/* `typedef struct { ... } conn_t`: the name is the typedef's, the place may be the record's. */
static bool is_typedef_meant(struct find *f, const struct clang_target *target, CXCursor declaration)
{
	CXCursor record;

	if (!target->place.len || is_at(f, declaration, target->place))
		return true;
	record = record_behind(f, declaration);
	return is_at(f, record, target->place) && is_tagless(f, record);
}

static bool is_type_meant(struct find *f, const struct clang_target *target, CXCursor declaration, bool *ret_by_name)
{
	CXCursor definition = f->api->getCursorDefinition(declaration);

	if (is_typedef(f->api->getCursorKind(declaration)))
		return is_typedef_meant(f, target, declaration);
	*ret_by_name = f->api->Cursor_isNull(definition);
	if (!is_usr(f, target, declaration, !*ret_by_name))
		return false;
	return *ret_by_name || !target->place.len || is_at(f, definition, target->place);
}

static bool is_meant(struct find *f, const struct clang_target *target, CXCursor declaration, bool *ret_by_name)
{
	enum CXCursorKind kind = f->api->getCursorKind(declaration);

	switch (target->kind) {
	case CLANG_FUNCTION: return is_function(kind) && is_function_meant(f, target, declaration);
	case CLANG_TYPE: return is_type(kind) && is_type_meant(f, target, declaration, ret_by_name);
	case CLANG_MACRO:
		return kind == CXCursor_MacroDefinition && (!target->place.len || is_at(f, declaration, target->place));
	case CLANG_NAMED_COUNT: break;
	}
	return false;
}

/* Constructors and destructors have the name of the class. */
static struct str plain_spelling(struct find *f, CXCursor cursor, CXString *ret_owner)
{
	struct str name;

	*ret_owner = f->api->getCursorSpelling(cursor);
	name = str_from(f->api->getCString(*ret_owner));
	return str_slice(name, 0, str_find(name, '<'));
}

/* --- Where is it written? --- */

static bool is_same(struct clang_place a, struct clang_place b)
{
	return a.file == b.file && a.offset == b.offset;
}

/* Bytes of files that are not the project's are not kept: there the places alone decide. */
static bool is_name_there(struct find *f, struct clang_place place, struct str name)
{
	if (place.file == NONE)
		return false;
	return !f->tu->files.items[place.file].is_project || str_eq(clang_tu_word(f->tu, place), name);
}

static struct clang_ref ref_at(struct find *f, CXSourceLocation location, struct str name)
{
	struct clang_place spelling = clang_tu_spelling(f->tu, location), use = clang_tu_expansion(f->tu, location);
	struct clang_ref ref = { .form = CLANG_REF_PASTED };
	struct clang_place place = use;

	if (is_name_there(f, spelling, name)) {
		place = spelling;
		ref.form = is_same(spelling, use)                              ? CLANG_REF_DIRECT
			: is_same(spelling, clang_tu_written(f->tu, location)) ? CLANG_REF_MACRO_ARGUMENT
									       : CLANG_REF_MACRO_BODY;
	}
	ref.is_stringified =
		ref.form == CLANG_REF_MACRO_ARGUMENT && map_has(&f->stringed, map_pair(use.file, use.offset));
	if (place.file != NONE) {
		ref.path = f->tu->files.items[place.file].path;
		ref.is_system = !f->tu->files.items[place.file].is_project;
	}
	ref.offset = place.offset;
	ref.line = place.line;
	ref.column = place.column;
	return ref;
}

static void add(struct find *f, uint32_t target, CXSourceLocation location, enum clang_ref_role role, bool is_by_name)
{
	struct clang_ref ref = ref_at(f, location, f->targets->items[target].name);

	if (!ref.path.len)
		return;
	ref.target = target;
	ref.role = role;
	ref.is_by_name = is_by_name;
	vec_push(f->out, ref);
}

/* --- Macros --- */

static struct str text_of(struct find *f, CXCursor cursor)
{
	CXSourceRange extent = f->api->getCursorExtent(cursor);
	struct clang_place start = clang_tu_expansion(f->tu, f->api->getRangeStart(extent));
	struct clang_place end = clang_tu_expansion(f->tu, f->api->getRangeEnd(extent));

	if (start.file == NONE || start.file != end.file)
		return STR("");
	return str_slice(f->tu->files.items[start.file].bytes, start.offset, end.offset);
}

static bool makes_strings(struct find *f, CXCursor definition)
{
	uint64_t key = f->api->hashCursor(definition);
	uint32_t known = map_get(&f->hashing, key);

	if (known == NONE) {
		known = str_find(text_of(f, definition), '#') < text_of(f, definition).len;
		map_set(&f->hashing, key, known);
	}
	return known;
}

static void note_use(struct find *f, CXCursor expansion)
{
	CXCursor definition = f->api->getCursorReferenced(expansion);
	struct clang_place place;

	if (f->api->Cursor_isNull(definition) || !makes_strings(f, definition))
		return;
	place = clang_tu_expansion(f->tu, f->api->getCursorLocation(expansion));
	map_set(&f->stringed, map_pair(place.file, place.offset), 1);
}

/* Macros that are used in other macros' bodies: libclang keeps no record of these. */
static void look_into_body(struct find *f, CXCursor definition)
{
	struct clang_place place = clang_tu_expansion(f->tu, f->api->getCursorLocation(definition));
	struct str text = text_of(f, definition);
	uint32_t name_end = clang_lex(text, 0).end;

	for (uint32_t target = 0; target < f->targets->count; target++) {
		const struct clang_target *t = &f->targets->items[target];

		if (t->kind != CLANG_MACRO || !str_has(text, t->name))
			continue;
		for (struct clang_token k = clang_lex(text, name_end); k.kind != CLANG_TOKEN_END;
			k = clang_lex(text, k.end))
			if (k.kind == CLANG_TOKEN_WORD && str_eq(clang_token_text(text, k), t->name))
				vec_push(f->out,
					(struct clang_ref){ .target = target,
						.form = CLANG_REF_MACRO_BODY,
						.role = CLANG_ROLE_USE,
						.is_by_name = t->place.len > 0,
						.path = f->tu->files.items[place.file].path,
						.offset = place.offset + k.start,
						.line = place.line,
						.column = place.column + k.start });
	}
}

/* --- The visit --- */

static CXSourceLocation callee_location(struct find *f, CXCursor call)
{
	struct clang_children children;
	CXSourceLocation location = f->api->getCursorLocation(call);

	clang_tu_children(f->tu, call, &children);
	if (children.len)
		location = f->api->getCursorLocation(clang_tu_unwrap(f->tu, children.items[0]));
	vec_release(&children);
	return location;
}

static enum clang_ref_role role_of(struct find *f, CXCursor cursor, enum CXCursorKind kind)
{
	switch (kind) {
	case CXCursor_CallExpr: return CLANG_ROLE_CALL;
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr: return CLANG_ROLE_ADDRESS;
	case CXCursor_MacroDefinition: return CLANG_ROLE_DEFINITION;
	default: break;
	}
	if (is_typedef(kind))
		return CLANG_ROLE_DEFINITION;
	if (is_function(kind) || is_type(kind))
		return f->api->isCursorDefinition(cursor) ? CLANG_ROLE_DEFINITION : CLANG_ROLE_DECLARATION;
	return CLANG_ROLE_USE;
}

static void match(struct find *f, CXCursor cursor, CXCursor declaration, enum CXCursorKind kind)
{
	CXString owner;
	struct str name = plain_spelling(f, declaration, &owner);

	for (uint32_t i = 0; i < f->targets->count; i++) {
		bool is_by_name = false;

		if (str_eq(name, f->targets->items[i].name) &&
			is_meant(f, &f->targets->items[i], declaration, &is_by_name))
			add(f, i,
				kind == CXCursor_CallExpr ? callee_location(f, cursor)
							  : f->api->getCursorLocation(cursor),
				role_of(f, cursor, kind), is_by_name);
	}
	f->api->disposeString(owner);
}

static bool is_reference(enum CXCursorKind kind)
{
	switch (kind) {
	case CXCursor_CallExpr:
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
	case CXCursor_TypeRef:
	case CXCursor_TemplateRef:
	case CXCursor_OverloadedDeclRef:
	case CXCursor_MacroExpansion: return true;
	default: return false;
	}
}

/* `using old::make;` names all that are called so: where that is one, it is the one. */
static CXCursor referenced(struct find *f, CXCursor cursor, enum CXCursorKind kind)
{
	if (kind == CXCursor_OverloadedDeclRef && f->api->getNumOverloadedDecls(cursor) == 1)
		return f->api->getOverloadedDecl(cursor, 0);
	return f->api->getCursorReferenced(cursor);
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data)
{
	struct find *f = data;
	enum CXCursorKind kind = f->api->getCursorKind(cursor);

	if (f->api->getCursorKind(parent) == CXCursor_TranslationUnit &&
		f->api->Location_isInSystemHeader(f->api->getCursorLocation(cursor)))
		return CXChildVisit_Continue;
	if (kind == CXCursor_MacroExpansion)
		note_use(f, cursor);
	if (kind == CXCursor_MacroDefinition)
		look_into_body(f, cursor);
	if (is_reference(kind)) {
		CXCursor declaration = referenced(f, cursor, kind);

		if (!f->api->Cursor_isNull(declaration))
			match(f, cursor, declaration, kind);
	} else if (is_function(kind) || (is_type(kind) && !is_tagless(f, cursor)) || kind == CXCursor_MacroDefinition) {
		match(f, cursor, cursor, kind);
	}
	return CXChildVisit_Recurse;
}

void clang_find_refs(struct clang_tu *tu, const struct clang_targets *targets, clang_ref_list *out)
{
	struct find f = { .tu = tu, .api = tu->api, .targets = targets, .out = out };

	tu->api->visitChildren(tu->api->getTranslationUnitCursor(tu->handle), visit, &f);
	map_release(&f.hashing);
	map_release(&f.stringed);
}
