/* Tests of mapping files (.imp) and of pragmas in comments. */
#include "base/base.h"
#include "analyzers/lang/c/imp.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/strbuf.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static void describe(const struct imp *imp, struct strbuf *out)
{
	strbuf_addz(out, "");
	for (uint32_t i = 0; i < imp->include_count; i++) {
		const struct imp_include *x = &imp->includes[i];

		strbuf_printf(out, "%s" STR_FMT "%s->" STR_FMT "%s:%u;", x->is_regex ? "regex " : "", STR_ARG(x->from),
			x->from_is_private ? "(private)" : "", STR_ARG(x->to), x->to_is_private ? "(private)" : "",
			x->line);
	}
	for (uint32_t i = 0; i < imp->symbol_count; i++)
		strbuf_printf(out, "%s" STR_FMT "=" STR_FMT ":%u;", imp->symbols[i].is_forward ? "forward " : "",
			STR_ARG(imp->symbols[i].name), STR_ARG(imp->symbols[i].header), imp->symbols[i].line);
}

static const struct {
	const char *text, *said;
} mappings[] = {
	{ "", "" },
	{ "[]", "" },
	{ "[ { include: [\"<a.h>\", \"private\", \"<b.h>\", \"public\"] } ]", "<a.h>(private)-><b.h>:1;" },
	{ "# comment\n[\n  { \"include\": [\"\\\"a.h\\\"\", private, \"<b.h>\", \"public\"] }, # why\n]\n",
		"\"a.h\"(private)-><b.h>:3;" },
	{ "[{ include: [\"@<x/.*>\", \"private\", \"<x.h>\", \"public\"] }]", "regex <x/.*>(private)-><x.h>:1;" },
	{ "[{ symbol: [\"make_x\", \"full\", \"<x.h>\", \"public\"] }]", "make_x=<x.h>:1;" },
	{ "[{ symbol: [\"X\", \"fwd-decl\", \"<x.h>\", \"public\"] }]", "forward X=<x.h>:1;" },
	{ "[{ ref: \"elsewhere.imp\" }]", "" },
	{ "[{ something: [1] }]", "" },
};

START_TEST(mappings_are_read)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct imp imp;

	ck_assert_msg(imp_parse("m.imp", str_from(mappings[_i].text), &arena, &imp, &err), "%s", err.message);
	describe(&imp, &text);
	ck_assert_str_eq(text.ptr, mappings[_i].said);
	arena_release(&arena);
}
END_TEST

static const struct {
	const char *text, *message;
} broken[] = {
	{ "{ a: b }", "m.imp:1:1: a mapping file is a list" },
	{ "[\n 1 ]", "m.imp:2:2: an entry is an object with one key: include, symbol or ref" },
	{ "[{ include: [\"<a.h>\"] }]",
		"m.imp:1:13: an include mapping is a list of four texts: from, visibility, to, visibility" },
	{ "[{ include: [\"<a.h>\", [x], y, z] }]",
		"m.imp:1:23: an include mapping is a list of four texts: from, visibility, to, visibility" },
	{ "[{ symbol: x }]", "m.imp:1:12: a symbol mapping is a list of four texts: name, use, header, visibility" },
	{ "[{ ref: [a] }]", "m.imp:1:9: a ref is the name of a file" },
};

START_TEST(broken_mappings_say_where)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct imp imp;

	ck_assert(!imp_parse("m.imp", str_from(broken[_i].text), &arena, &imp, &err));
	ck_assert_str_eq(err.message, broken[_i].message);
	arena_release(&arena);
}
END_TEST

START_TEST(refs_are_followed_once)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct imp imp;

	ck_assert(file_write_atomic(arena_printf(&arena, "%s/a.imp", sandbox).ptr,
		STR("[{ ref: b.imp },\n{ include: [<a>, private, <A>, public] }]"), &err));
	ck_assert(file_write_atomic(arena_printf(&arena, "%s/b.imp", sandbox).ptr,
		STR("[{ ref: a.imp }, { include: [<b>, private, <B>, public] }]"), &err));
	ck_assert_msg(imp_read(arena_printf(&arena, "%s/a.imp", sandbox).ptr, &arena, &imp, &err), "%s", err.message);
	describe(&imp, &text);
	ck_assert_str_eq(text.ptr, "<b>(private)-><B>:1;<a>(private)-><A>:2;");
	arena_release(&arena);
}
END_TEST

/* --- Pragmas --- */

static const struct {
	const char *source, *said;
} pragmas[] = {
	{ "", "" },
	{ "// IWYU pragma: private, include \"x/pub.h\"\n", "private[\"x/pub.h\"]:1;" },
	{ "/* IWYU pragma: private, include <pub.h> */", "private[<pub.h>]:1;" },
	{ "// IWYU pragma: private", "private[]:1;" },
	{ "#include \"a.h\" // IWYU pragma: export\n", "export[]:1;" },
	{ "\n// IWYU pragma: begin_exports\n#include <a>\n// IWYU pragma: end_exports\n",
		"begin_exports[]:2;end_exports[]:4;" },
	{ "#include <a> /* IWYU pragma: keep */ // x\n", "keep[]:1;" },
	{ "// IWYU pragma: friend \"src/.*\"", "friend[\"src/.*\"]:1;" },
	{ "// IWYU pragma: no_include <x.h>", "no_include[<x.h>]:1;" },
	{ "// IWYU pragma: always_keep\r\n", "always_keep[]:1;" },
	{ "// IWYU pragma: associated", "associated[]:1;" },
	{ "// say \"IWYU pragma: keep\" here", "" },
	{ "// IWYU pragma: unheard_of", "" },
	{ "x = \"IWYU pragma: keep\";", "" },
};

START_TEST(pragmas_are_read)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct arena arena = { 0 };
	struct iwyu_pragma *found;
	uint32_t count;

	iwyu_pragmas_read(str_from(pragmas[_i].source), &arena, &found, &count);
	strbuf_addz(&text, "");
	for (uint32_t i = 0; i < count; i++)
		strbuf_printf(&text, "%s[" STR_FMT "]:%u;", iwyu_kind_names[found[i].kind], STR_ARG(found[i].argument),
			found[i].line);
	ck_assert_str_eq(text.ptr, pragmas[_i].said);
	arena_release(&arena);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("c_imp");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	unit_add_table(tests, mappings_are_read, mappings);
	unit_add_table(tests, broken_mappings_say_where, broken);
	tcase_add_test(tests, refs_are_followed_once);
	unit_add_table(tests, pragmas_are_read, pragmas);
	return unit_run("c_imp", tests);
}
