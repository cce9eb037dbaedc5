/* Kinds, names and texts that both producers of a Python outline decide alike. */
#include "base/base.h"
#include "analyzers/lang/python/terms.h"

#include <string.h>

#include "analyzers/lang/python/skim_scan.h"

#define BLOCK_TEXT_MAX 120
#define GENERATED_WITHIN 2048 /* a generator says so at the top */
#define INSTEAD_WITHIN 160    /* "use ... instead": about two lines */

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_identifier(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (c & 0x80);
}

static bool is_one_of(struct str word, const struct str *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_eq(word, list[i]))
			return true;
	return false;
}

#define IS_ONE_OF(word, list) is_one_of((word), (list), ARRAY_LEN(list))

/* --- Handlers and conditions --- */

/* Does the text hold this name, whole, and not as an attribute of something other than builtins? */
static bool names_exception(struct str text, struct str name)
{
	struct str rest = text;

	while (rest.len >= name.len) {
		const char *at = memmem(rest.ptr, rest.len, name.ptr, name.len);
		size_t before, after;

		if (!at)
			return false;
		before = (size_t)(at - text.ptr);
		after = before + name.len;
		if ((after == text.len || !is_identifier(text.ptr[after])) &&
			(before == 0 || (!is_identifier(text.ptr[before - 1]) && text.ptr[before - 1] != '.') ||
				str_ends(str_slice(text, 0, before), STR("builtins."))))
			return true;
		rest = str_slice(text, after, text.len);
	}
	return false;
}

enum block_kind terms_handler(struct str types)
{
	if (names_exception(types, STR("ImportError")) || names_exception(types, STR("ModuleNotFoundError")))
		return BLOCK_EXCEPT_IMPORT;
	if (str_trim(types).len == 0 || names_exception(types, STR("Exception")) ||
		names_exception(types, STR("BaseException")))
		return BLOCK_EXCEPT_ANY;
	return BLOCK_EXCEPT;
}

/* The condition without white space around, and without one pair of brackets. */
static struct str strip_condition(struct str text)
{
	text = str_trim(text);
	if (text.len > 2 && text.ptr[0] == '(' && text.ptr[text.len - 1] == ')' && str_find(text, ')') == text.len - 1)
		text = str_trim(str_slice(text, 1, text.len - 1));
	return text;
}

static bool is_main_name(struct str side)
{
	side = str_trim(side);
	return str_is(side, "\"__main__\"") || str_is(side, "'__main__'");
}

static bool compares_main(struct str text)
{
	size_t at = str_find(text, '=');
	struct str left = str_slice(text, 0, at), right;

	if (at + 1 >= text.len || text.ptr[at + 1] != '=')
		return false;
	right = str_slice(text, at + 2, text.len);
	return (str_is(str_trim(left), "__name__") && is_main_name(right)) ||
		(is_main_name(left) && str_is(str_trim(right), "__name__"));
}

enum block_kind terms_condition(struct str condition)
{
	struct str text = strip_condition(condition);

	if (str_ends(text, STR("TYPE_CHECKING")) && terms_is_dotted_path(text) &&
		str_is(str_tail(text, '.'), "TYPE_CHECKING"))
		return BLOCK_TYPE_CHECKING;
	return compares_main(text) ? BLOCK_MAIN : BLOCK_IF;
}

/* --- Texts --- */

static bool is_inside_character(char c)
{
	return (c & 0xc0) == 0x80;
}

struct str terms_fold(struct arena *a, struct str text)
{
	char folded[BLOCK_TEXT_MAX];
	size_t len = 0, i = 0;

	text = str_trim(text);
	for (; i < text.len && len < sizeof(folded); i++)
		if (!is_space(text.ptr[i]))
			folded[len++] = text.ptr[i];
		else if (!is_space(text.ptr[i - 1]))
			folded[len++] = ' ';
	if (i < text.len && is_inside_character(text.ptr[i])) {
		while (len > 0 && is_inside_character(folded[len - 1]))
			len--;
		len -= len > 0;
	}
	while (len > 0 && folded[len - 1] == ' ')
		len--;
	return arena_str(a, (struct str){ folded, len });
}

struct str terms_dotted(struct arena *a, struct str text)
{
	struct str copy = arena_str(a, text);
	char *out = (char *)(uintptr_t)copy.ptr; /* our own copy, fresh from the arena */
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '#')
			while (i + 1 < text.len && text.ptr[i + 1] != '\n' && text.ptr[i + 1] != '\r')
				i++;
		else if (!is_space(text.ptr[i]) && text.ptr[i] != '\\')
			out[len++] = text.ptr[i];
	}
	out[len] = '\0';
	copy.len = len;
	return copy;
}

/* --- Readers of names --- */

/* patch.object() takes an object; these take the name of one. */
static const struct str readers_of_patch[] = { STR_INIT("dict"), STR_INIT("multiple") };

static const struct str readers[] = {
	STR_INIT("patch"),
	STR_INIT("setattr"),
	STR_INIT("delattr"),
	STR_INIT("import_module"),
	STR_INIT("__import__"),
	STR_INIT("find_spec"),
	STR_INIT("import_string"),
	STR_INIT("import_from_string"),
	STR_INIT("import_object"),
	STR_INIT("importorskip"),
	STR_INIT("lazy_import"),
	STR_INIT("locate"),
	STR_INIT("resolve_name"),
	STR_INIT("run_module"),
};

bool terms_is_reader_name(struct str last)
{
	return IS_ONE_OF(last, readers) || IS_ONE_OF(last, readers_of_patch);
}

bool terms_is_reader(struct str callee)
{
	struct str last = str_tail(callee, '.');

	if (IS_ONE_OF(last, readers_of_patch))
		return str_is(str_tail(str_head(callee, '.'), '.'), "patch");
	return IS_ONE_OF(last, readers);
}

bool terms_is_dynamic_reader(struct str callee)
{
	struct str last = str_tail(callee, '.');

	return str_is(last, "import_module") || str_is(last, "__import__");
}

bool terms_is_dotted_path(struct str text)
{
	bool at_start = true, had_colon = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == '.' || c == ':') {
			if (at_start || (c == ':' && had_colon))
				return false;
			had_colon |= c == ':';
			at_start = true;
		} else {
			if (!is_identifier(c) || (at_start && c >= '0' && c <= '9'))
				return false;
			at_start = false;
		}
	}
	return !at_start;
}

bool terms_is_read(struct str callee, struct str text)
{
	struct str last = str_tail(callee, '.');

	if ((str_is(last, "setattr") || str_is(last, "delattr")) && !str_has(text, STR(".")))
		return false;
	return terms_is_dotted_path(text);
}

bool terms_is_keyword(struct str word)
{
	static const struct str keywords[] = {
		STR_INIT("None"),
		STR_INIT("True"),
		STR_INIT("False"),
		STR_INIT("and"),
		STR_INIT("as"),
		STR_INIT("assert"),
		STR_INIT("async"),
		STR_INIT("await"),
		STR_INIT("break"),
		STR_INIT("class"),
		STR_INIT("continue"),
		STR_INIT("def"),
		STR_INIT("del"),
		STR_INIT("elif"),
		STR_INIT("else"),
		STR_INIT("except"),
		STR_INIT("finally"),
		STR_INIT("for"),
		STR_INIT("from"),
		STR_INIT("global"),
		STR_INIT("if"),
		STR_INIT("import"),
		STR_INIT("in"),
		STR_INIT("is"),
		STR_INIT("lambda"),
		STR_INIT("nonlocal"),
		STR_INIT("not"),
		STR_INIT("or"),
		STR_INIT("pass"),
		STR_INIT("raise"),
		STR_INIT("return"),
		STR_INIT("try"),
		STR_INIT("while"),
		STR_INIT("with"),
		STR_INIT("yield"),
	};

	return IS_ONE_OF(word, keywords);
}

/* --- Marks --- */

static bool starts_nocase(struct str text, size_t at, struct str needle)
{
	return at + needle.len <= text.len && strncasecmp(text.ptr + at, needle.ptr, needle.len) == 0;
}

static bool is_word_start(struct str text, size_t at)
{
	return is_identifier(text.ptr[at]) && (at == 0 || !is_identifier(text.ptr[at - 1]));
}

/* What a docstring says of code that is on its way out. */
static const struct {
	struct str word;
	bool is_open; /* more letters may follow */
} farewells[] = {
	{ STR_INIT("deprecated"), false },
	{ STR_INIT("legacy"), false },
	{ STR_INIT("shim"), false },
	{ STR_INIT("backward compatib"), true },
	{ STR_INIT("backward-compatib"), true },
	{ STR_INIT("backwards compatib"), true },
	{ STR_INIT("backwards-compatib"), true },
};

static bool is_farewell(struct str text, size_t at)
{
	for (size_t i = 0; i < ARRAY_LEN(farewells); i++) {
		size_t after = at + farewells[i].word.len;

		if (starts_nocase(text, at, farewells[i].word) &&
			(farewells[i].is_open || after == text.len || !is_identifier(text.ptr[after])))
			return true;
	}
	return false;
}

/* "use X instead", not too far apart and within one paragraph. */
static bool is_use_instead(struct str text, size_t at)
{
	size_t end = MIN(at + INSTEAD_WITHIN, text.len);

	if (!starts_nocase(text, at, STR("use ")))
		return false;
	for (size_t i = at; i < end; i++) {
		if (text.ptr[i] == '\n' && i + 1 < end && text.ptr[i + 1] == '\n')
			return false;
		if (is_word_start(text, i) && starts_nocase(text, i, STR("instead")))
			return true;
	}
	return false;
}

bool terms_is_deprecated(struct str doc)
{
	static const struct scan_pair starts[] = { { 'b', 'a' }, { 'd', 'e' }, { 'l', 'e' }, { 's', 'h' },
		{ 'u', 's' } };

	for (size_t i = 0; (i = scan_pairs(doc, i, starts, ARRAY_LEN(starts))) < doc.len; i++)
		if (is_word_start(doc, i) && (is_farewell(doc, i) || is_use_instead(doc, i)))
			return true;
	return false;
}

/* "@generated", "automatically generated by", "auto-generated file", "Generated by <known tool>": at is the 'g'. */
static bool is_generated_sign(struct str text, size_t at)
{
	static const struct str tools[] = { STR_INIT("django"), STR_INIT("the protocol buffer"), STR_INIT("the grpc") };
	struct str before = str_slice(text, 0, at);
	size_t after = at + strlen("generated ");

	if (!starts_nocase(text, at, STR("generated")))
		return false;
	if (str_ends(before, STR("@")))
		return true;
	if (starts_nocase(text, after, STR("by ")))
		for (size_t i = 0; i < ARRAY_LEN(tools); i++)
			if (starts_nocase(text, after + 3, tools[i]))
				return true;
	if (at >= 14 && starts_nocase(text, at - 14, STR("automatically ")))
		return starts_nocase(text, after, STR("by "));
	if ((at >= 4 && starts_nocase(text, at - 4, STR("auto"))) ||
		(at >= 5 && (starts_nocase(text, at - 5, STR("auto-")) || starts_nocase(text, at - 5, STR("auto ")))))
		return starts_nocase(text, after, STR("file")) || starts_nocase(text, after, STR("by ")) ||
			starts_nocase(text, after, STR("code"));
	return false;
}

bool terms_is_generated(struct str source)
{
	static const struct scan_pair signs[] = { { 'g', 'e' }, { 't', ' ' } };
	struct str top = str_slice(source, 0, GENERATED_WITHIN);

	for (size_t i = 0; (i = scan_pairs(top, i, signs, ARRAY_LEN(signs))) < top.len; i++)
		if (is_generated_sign(top, i) || (i >= 5 && starts_nocase(top, i - 5, STR("do not edit"))))
			return true;
	return false;
}
