/* Guard tests as C and C++ have them: programs of their own, or for Check and GoogleTest. */
#include "base/base.h"
#include "rewriters/guard_c.h"

#include "rewriters/guard.h"

struct writer {
	const struct guard_c *g;
	struct strbuf *out;
};

static const char *const tests[] = { "uniqueness", "identity", "signatures", "warnings", "isolation", "cleanup" };

/* --- Blocks --- */

static bool is_word(char c)
{
	return c == '_' || c == '"' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* C++ has a word of its own for it, and may warn of C's. */
static bool is_null(struct str text, size_t at)
{
	return str_starts(str_slice(text, at, text.len), STR("NULL")) && (at == 0 || !is_word(text.ptr[at - 1])) && (at + 4 == text.len || !is_word(text.ptr[at + 4]));
}

/* As the project writes: its indentation, and the words of its language. */
static void add_in_style(const struct guard_c *g, struct str text, struct strbuf *out)
{
	bool is_start = true;

	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\t' && is_start && g->indent)
			strbuf_printf(out, "%*s", (int)g->indent, "");
		else if (g->is_cpp && is_null(text, i)) {
			strbuf_addz(out, "nullptr");
			i += 3;
		} else
			strbuf_addch(out, text.ptr[i]);
		is_start = text.ptr[i] == '\n' || (is_start && text.ptr[i] == '\t');
	}
}

static void add_block(struct writer *w, const char *name, const struct strbuf *text)
{
	struct strbuf styled CLEANUP(strbuf_release) = { 0 };

	if (w->out->len)
		strbuf_addch(w->out, '\n');
	add_in_style(w->g, strbuf_str(text), &styled);
	guard_add_block(w->out, true, name, strbuf_str(&styled));
}

/* Inside of quotes; whatever C would take for something else is escaped. */
static void add_quoted(struct strbuf *b, struct str text)
{
	strbuf_addch(b, '"');
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];

		if (c == '"' || c == '\\' || c == '?')
			strbuf_printf(b, "\\%c", c);
		else if (c < ' ')
			strbuf_printf(b, "\\%03o", c);
		else
			strbuf_addch(b, (char)c);
	}
	strbuf_addch(b, '"');
}

/* Inside of a comment. */
static void add_said(struct strbuf *b, struct str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char next = i + 1 < text.len ? text.ptr[i + 1] : ' ';
		bool is_mark = (text.ptr[i] == '*' && next == '/') || (text.ptr[i] == '/' && next == '*');

		strbuf_addch(b, is_mark ? '+' : (unsigned char)text.ptr[i] < ' ' ? ' ' : text.ptr[i]);
	}
}

static bool makes(const struct guard_c *g)
{
	return g->includes.len && g->made.call.len;
}

static bool has_isolation(const struct guard_c *g)
{
	return makes(g) && g->made.has_user;
}

static bool has_cleanup(const struct guard_c *g)
{
	return makes(g) && (g->made.destroy.len || g->made.is_owner);
}

/* --- Head --- */

static void add_system_includes(const struct guard_c *g, struct strbuf *b)
{
	strbuf_addz(b, "#include <dirent.h>\n");
	if (has_isolation(g))
		strbuf_addz(b, "#include <pthread.h>\n");
	strbuf_addz(b, "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n");
	if (makes(g) && (has_isolation(g) || has_cleanup(g)))
		strbuf_addz(b, "#include <sys/types.h>\n#include <sys/wait.h>\n#include <unistd.h>\n");
	if (has_cleanup(g))
		strbuf_addz(b, "#ifdef __GLIBC__\n#include <malloc.h>\n#endif\n");
	if (g->is_cpp && g->same.len)
		strbuf_addz(b, "#include <type_traits>\n");
	if (g->framework == FRAMEWORK_CHECK)
		strbuf_addz(b, "\n#include <check.h>\n");
	if (g->framework == FRAMEWORK_GOOGLETEST)
		strbuf_addz(b, "\n#include <gtest/gtest.h>\n");
}

/* A project may have put its own functions in the place of these, by macros. */
static void add_undefs(struct strbuf *b)
{
	static const char *const names[] = { "closedir", "fclose", "fflush", "fopen", "fork",	"fprintf", "fread",   "free",	"fseek",  "ftell",
					     "getenv",	 "malloc", "memcmp", "memcpy", "opendir", "readdir", "strchr", "strcmp", "strlen", "strrchr",
					     "strstr",	 "waitpid" };

	strbuf_addz(b, "\n/* What follows wants the C library's own. */\n");
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		strbuf_printf(b, "#undef %s\n", names[i]);
}

static void add_own_includes(const struct guard_c *g, struct strbuf *b)
{
	if (!g->includes.len)
		return;
	strbuf_addch(b, '\n');
	if (g->is_c_header)
		strbuf_addz(b, "extern \"C\" {\n");
	vec_foreach(struct str, i, &g->includes)
		strbuf_printf(b, "#include " STR_FMT "\n", STR_ARG(*i));
	if (g->is_c_header)
		strbuf_addz(b, "}\n");
	add_undefs(b);
}

static void add_head(struct writer *w)
{
	const struct guard_c *g = w->g;
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&b, "/*\n * " STR_FMT "() is the one that makes ", STR_ARG(g->canonical));
	add_said(&b, g->product);
	strbuf_addz(&b, ", whatever name it goes by.\n *\n"
			" * Made by `canonry tests --generate`; building and running it takes no Canonry. It reads the sources: where\n"
			" * it cannot see them, GUARD_ROOT (in the environment, or a macro) says where they are. With GUARD_NO_LINK\n"
			" * what has to be linked with the canonical is left out. Generating it again renews what nobody has edited: a\n"
			" * block between two `guard` comments that was changed, or emptied, stays as it is, and so does everything\n"
			" * outside of blocks.\n */\n");
	vec_foreach(struct str, i, &g->before)
		strbuf_printf(&b, "#include " STR_FMT "\n", STR_ARG(*i));
	if (g->before.len)
		strbuf_addch(&b, '\n');
	add_system_includes(g, &b);
	add_own_includes(g, &b);
	strbuf_addz(&b, "\n#ifdef __GNUC__\n#define GUARD_UNUSED __attribute__((unused))\n#else\n#define GUARD_UNUSED\n#endif\n");
	strbuf_printf(&b, "%s\n", g->is_cpp ? "#define GUARD_AS(type, value) static_cast<type>(value)" : "#define GUARD_AS(type, value) ((type)(value))");
	add_block(w, "head", &b);
}

/* --- Data --- */

static void add_list(struct strbuf *b, const char *name, const char *comment, const struct str *items, size_t count)
{
	strbuf_printf(b, "%sstatic GUARD_UNUSED const char *const %s[] = {\n", comment, name);
	for (size_t i = 0; i < count; i++) {
		strbuf_addch(b, '\t');
		add_quoted(b, items[i]);
		strbuf_addz(b, ",\n");
	}
	strbuf_addz(b, "\tNULL\n};\n");
}

static void add_places(struct strbuf *b, const char *name, const char *comment, const guard_places *places)
{
	strbuf_printf(b, "\n%sstatic GUARD_UNUSED const struct guard_place %s[] = {\n", comment, name);
	vec_foreach(struct guard_place, p, places) {
		strbuf_addz(b, "\t{ ");
		add_quoted(b, p->file);
		strbuf_addz(b, ", ");
		add_quoted(b, p->name);
		strbuf_addz(b, " },");
		if (p->why.len)
			strbuf_printf(b, " /* " STR_FMT " */", STR_ARG(p->why));
		strbuf_addch(b, '\n');
	}
	strbuf_addz(b, "\t{ NULL, NULL }\n};\n");
}

static void add_data(struct writer *w)
{
	const struct guard_c *g = w->g;
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&b, "#define GUARD_CANONICAL ");
	add_quoted(&b, g->name);
	strbuf_addz(&b, "\n#define GUARD_CANONICAL_FILE ");
	add_quoted(&b, g->file);
	strbuf_addz(&b, "\n#define GUARD_UP \"");
	for (unsigned i = 0; i < g->depth; i++)
		strbuf_addz(&b, i ? "/.." : "..");
	strbuf_printf(&b, "%s\" /* from this file's folder to the root of all these paths */\n\n", g->depth ? "" : ".");
	add_list(&b, "guard_names", "/* Names that nobody else may define. */\n", g->names.items, g->names.len);
	strbuf_addz(&b, "\nstruct guard_place {\n\tconst char *file, *name;\n};\n");
	add_places(&b, "guard_redirects", "/* Definitions that do nothing but call the canonical. */\n", &g->redirects);
	add_places(&b, "guard_others", "/* Further definitions of these names: meant to be, or left to people. Take a line out once it is gone. */\n", &g->others);
	add_places(&b, "guard_deprecated", "/* Headers whose declarations say that a name is deprecated, and where to go. */\n", &g->deprecated);
	add_places(&b, "guard_shims", "/* Headers that hold nothing but the #include of another. */\n", &g->shims);
	strbuf_addch(&b, '\n');
	add_list(&b, "guard_skipped", "/* Folders that are not looked into. */\n", g->skipped.items, g->skipped.len);
	add_block(w, "data", &b);
}

static void add_embedded(struct writer *w, const char *name, const unsigned char *text, size_t length)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_add(&b, (struct str){ (const char *)text, length });
	add_block(w, name, &b);
}

/* --- Tests --- */

/* "GuardSeriesNew" */
static void add_suite_name(const struct guard_c *g, struct strbuf *b)
{
	bool is_start = true;

	strbuf_addz(b, "Guard");
	for (size_t i = 0; i < g->name.len; i++) {
		char c = g->name.ptr[i];

		if (c == '_' || c == ':') {
			is_start = true;
			continue;
		}
		strbuf_addch(b, is_start && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
		is_start = false;
	}
}

/* Makes the function guard_<name>() a test of the framework; main() finds it by its macro. */
static void add_case(struct writer *w, const char *name, struct strbuf *b)
{
	struct strbuf suite CLEANUP(strbuf_release) = { 0 };

	add_suite_name(w->g, &suite);
	switch (w->g->framework) {
	case FRAMEWORK_CHECK:
		strbuf_printf(b, "\nSTART_TEST(guard_test_%s)\n{\n\tck_assert_int_eq(guard_%s(), 0);\n}\nEND_TEST\n", name, name);
		strbuf_printf(b, "#define GUARD_HAS_%s 1\n", name);
		break;
	case FRAMEWORK_GOOGLETEST:
		strbuf_printf(b, "\nTEST(" STR_FMT ", %c%s)\n{\n\tEXPECT_EQ(guard_%s(), 0);\n}\n", STR_ARG(suite), name[0] - 'a' + 'A', name + 1, name);
		break;
	default: strbuf_printf(b, "\n#define GUARD_HAS_%s 1\n", name); break;
	}
}

static void add_test(struct writer *w, const char *name, const char *text)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&b, text);
	add_case(w, name, &b);
	add_block(w, name, &b);
}

static void add_left_out(struct writer *w, const char *name, const char *what, struct str why)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&b, "/* %s left out: ", what);
	add_said(&b, why);
	strbuf_addz(&b, ". */\n");
	add_block(w, name, &b);
}

static const char uniqueness_text[] =
	"/* Every definition of one of the names is one that is listed. */\n"
	"static int guard_is_found;\n"
	"\n"
	"static int guard_is_listed(const struct guard_place *list, const char *file, const char *name)\n"
	"{\n"
	"\tfor (; list->file; list++)\n"
	"\t\tif (strcmp(list->file, file) == 0 && strcmp(list->name, name) == 0)\n"
	"\t\t\treturn 1;\n"
	"\treturn 0;\n"
	"}\n"
	"\n"
	"static void guard_check_definitions(const char *file, const char *text, size_t length)\n"
	"{\n"
	"\tsize_t i;\n"
	"\n"
	"\tfor (i = 0; guard_names[i]; i++) {\n"
	"\t\tif (!strstr(text, guard_tail(guard_names[i])) || !guard_look(text, length, guard_names[i], GUARD_CANONICAL).definitions)\n"
	"\t\t\tcontinue;\n"
	"\t\tif (strcmp(file, GUARD_CANONICAL_FILE) == 0 && strcmp(guard_names[i], GUARD_CANONICAL) == 0)\n"
	"\t\t\tguard_is_found = 1;\n"
	"\t\telse if (!guard_is_listed(guard_redirects, file, guard_names[i]) && !guard_is_listed(guard_others, file, guard_names[i]))\n"
	"\t\t\tguard_fail(file, guard_names[i], \"is defined here; the only one that makes it is \" GUARD_CANONICAL \" in \" GUARD_CANONICAL_FILE);\n"
	"\t}\n"
	"}\n"
	"\n"
	"static int guard_uniqueness(void)\n"
	"{\n"
	"\tint before = guard_failures;\n"
	"\tstruct guard_path path;\n"
	"\n"
	"\tguard_is_found = 0;\n"
	"\tif (guard_find_root(&path))\n"
	"\t\tguard_walk(&path, 0, guard_check_definitions);\n"
	"\tif (!guard_is_found)\n"
	"\t\tguard_fail(GUARD_CANONICAL_FILE, GUARD_CANONICAL, \"is not found there; is GUARD_ROOT right?\");\n"
	"\treturn guard_failures - before;\n"
	"}\n";

static const char identity_text[] =
	"/* What hands on does nothing else, and headers that lead to another hold nothing else. */\n"
	"static void guard_check_redirect(const struct guard_place *place)\n"
	"{\n"
	"\tstruct guard_seen seen;\n"
	"\tsize_t length = 0;\n"
	"\tchar *text = guard_read_below(place->file, &length);\n"
	"\n"
	"\tif (!text)\n"
	"\t\treturn;\n"
	"\tseen = guard_look(text, length, place->name, GUARD_CANONICAL);\n"
	"\tif (!seen.definitions)\n"
	"\t\tguard_fail(place->file, place->name, \"is not defined here: it was to call \" GUARD_CANONICAL \", or the guards have to be made again\");\n"
	"\telse if (seen.own_bodies)\n"
	"\t\tguard_fail(place->file, place->name, \"does more than to call \" GUARD_CANONICAL);\n"
	"\tfree(text);\n"
	"}\n"
	"\n"
	"static void guard_check_shim(const struct guard_place *place)\n"
	"{\n"
	"\tsize_t length = 0;\n"
	"\tchar *text = guard_read_below(place->file, &length);\n"
	"\n"
	"\tif (text && !guard_only_includes(text, length, place->name))\n"
	"\t\tguard_fail(place->file, place->name, \"is to be included here, and nothing else to be said\");\n"
	"\tfree(text);\n"
	"}\n";

static const char identity_body_text[] =
	"\n"
	"static int guard_identity(void)\n"
	"{\n"
	"\tint before = guard_failures;\n"
	"\tsize_t i;\n"
	"\n"
	"\tfor (i = 0; guard_redirects[i].file; i++)\n"
	"\t\tguard_check_redirect(&guard_redirects[i]);\n"
	"\tfor (i = 0; guard_shims[i].file; i++)\n"
	"\t\tguard_check_shim(&guard_shims[i]);\n";

#define QUIET "#ifdef __GNUC__\n#pragma GCC diagnostic push\n#pragma GCC diagnostic ignored \"-Wdeprecated-declarations\"\n#endif\n"
#define LOUD "#ifdef __GNUC__\n#pragma GCC diagnostic pop\n#endif\n"

/* Aliases: asked of the linker. Pointers go by way of a variable, so that no compiler takes two names for two functions. */
static void add_aliases(struct writer *w, struct strbuf *b)
{
	const char *cast = w->g->is_cpp ? "reinterpret_cast<guard_function *>" : "(guard_function *)";

	strbuf_addz(b, "\n#ifndef GUARD_NO_LINK\ntypedef void guard_function(void);\n\n" QUIET "static void guard_check_aliases(void)\n{\n\tguard_function *volatile canonical, *volatile other;\n\n");
	strbuf_printf(b, "\tcanonical = %s%s" STR_FMT "%s;\n", cast, w->g->is_cpp ? "(" : "", STR_ARG(w->g->canonical), w->g->is_cpp ? ")" : "");
	vec_foreach(struct guard_place, p, &w->g->aliases) {
		strbuf_printf(b, "\tother = %s%s" STR_FMT "%s;\n", cast, w->g->is_cpp ? "(" : "", STR_ARG(p->name), w->g->is_cpp ? ")" : "");
		strbuf_printf(b, "\tif (other != canonical)\n\t\tguard_fail(GUARD_CANONICAL_FILE, \"" STR_FMT "\", \"is another function than \" GUARD_CANONICAL);\n", STR_ARG(p->name));
	}
	strbuf_addz(b, "}\n" LOUD "#endif\n");
}

static void add_identity(struct writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	const struct guard_c *g = w->g;

	if (!g->redirects.len && !g->shims.len && !g->aliases.len)
		return;
	strbuf_addz(&b, identity_text);
	if (g->aliases.len)
		add_aliases(w, &b);
	strbuf_addz(&b, identity_body_text);
	if (g->aliases.len)
		strbuf_addz(&b, "#ifndef GUARD_NO_LINK\n\tguard_check_aliases();\n#endif\n");
	strbuf_addz(&b, "\treturn guard_failures - before;\n}\n");
	add_case(w, "identity", &b);
	add_block(w, "identity", &b);
}

/* The compiler says whether; the test does, so that a build goes on to the other tests. */
static void add_signatures(struct writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	const struct guard_c *g = w->g;

	if (g->why_no_headers.len) {
		add_left_out(w, "signatures", "What takes the headers is", g->why_no_headers);
		return;
	}
	if (!g->same.len)
		return;
	strbuf_addz(&b, "/* Old names are of the canonical's type: the compiler knows. */\n");
	if (g->is_cpp)
		strbuf_addz(&b, "#define GUARD_SAME_TYPE(a, b) (std::is_same<decltype(&a), decltype(&b)>::value)\n");
	else
		strbuf_addz(&b, "#ifdef __GNUC__\n#define GUARD_SAME_TYPE(a, b) __builtin_types_compatible_p(__typeof__(&(a)), __typeof__(&(b)))\n"
				"#else\n#define GUARD_SAME_TYPE(a, b) 1\n#endif\n");
	strbuf_addz(&b, "\nstatic void guard_check_type(int is_same, const char *name)\n{\n\tif (!is_same)\n"
			"\t\tguard_fail(GUARD_CANONICAL_FILE, name, \"is of another type than \" GUARD_CANONICAL);\n}\n\n" QUIET
			"static int guard_signatures(void)\n{\n\tint before = guard_failures;\n\n");
	vec_foreach(struct str, name, &g->same)
		strbuf_printf(&b, "\tguard_check_type(GUARD_SAME_TYPE(" STR_FMT ", " STR_FMT "), \"" STR_FMT "\");\n", STR_ARG(*name), STR_ARG(g->canonical), STR_ARG(*name));
	strbuf_addz(&b, "\treturn guard_failures - before;\n}\n" LOUD);
	add_case(w, "signatures", &b);
	add_block(w, "signatures", &b);
}

static const char warnings_text[] =
	"/* Old names say where to go, whoever includes their headers. */\n"
	"static int guard_warnings(void)\n"
	"{\n"
	"\tint before = guard_failures;\n"
	"\tsize_t i;\n"
	"\n"
	"\tfor (i = 0; guard_deprecated[i].file; i++) {\n"
	"\t\tsize_t length = 0;\n"
	"\t\tchar *text = guard_read_below(guard_deprecated[i].file, &length);\n"
	"\n"
	"\t\tif (text && !guard_says(text, length, guard_deprecated[i].name, \"deprecated\", GUARD_CANONICAL))\n"
	"\t\t\tguard_fail(guard_deprecated[i].file, guard_deprecated[i].name, \"does not say that it is deprecated, and to use \" GUARD_CANONICAL);\n"
	"\t\tfree(text);\n"
	"\t}\n"
	"\treturn guard_failures - before;\n"
	"}\n";

/* --- What has to be linked with the canonical --- */

typedef bool write_block(const struct guard_c *g, struct strbuf *b);

/* False when nothing says how; then the file says why. */
static bool add_linked(struct writer *w, const char *name, write_block *write)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	strbuf_addz(&b, "#ifndef GUARD_NO_LINK\n");
	if (!write(w->g, &b))
		return false;
	if (!str_is(str_from(name), "making"))
		add_case(w, name, &b);
	strbuf_addz(&b, "#endif\n");
	add_block(w, name, &b);
	return true;
}

static void add_users(struct writer *w)
{
	const struct guard_product *made = &w->g->made;

	add_linked(w, "making", guard_c_write_making);
	if (!add_linked(w, "isolation", guard_c_write_isolation))
		add_left_out(w, "isolation", "Two users at once are", made->why_no_user);
	if (!add_linked(w, "cleanup", guard_c_write_cleanup))
		add_left_out(w, "cleanup", "Cleanup is", made->call.len ? STR("no function is seen that takes one back") : made->why_not);
}

/* --- main() --- */

static void add_main(struct writer *w)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 }, suite CLEANUP(strbuf_release) = { 0 };
	bool is_check = w->g->framework == FRAMEWORK_CHECK;

	if (w->g->framework == FRAMEWORK_GOOGLETEST)
		return;
	add_suite_name(w->g, &suite);
	strbuf_addz(&b, "int main(void)\n{\n");
	if (is_check)
		strbuf_printf(&b, "\tSuite *suite = suite_create(\"" STR_FMT "\");\n\tTCase *tests = tcase_create(\"guard\");\n\tSRunner *runner = srunner_create(suite);\n\tint failed;\n\n"
				  "\tsuite_add_tcase(suite, tests);\n\ttcase_set_timeout(tests, 300);\n",
			      STR_ARG(suite));
	for (size_t i = 0; i < ARRAY_LEN(tests); i++)
		strbuf_printf(&b, is_check ? "#ifdef GUARD_HAS_%s\n\ttcase_add_test(tests, guard_test_%s);\n#endif\n" : "#ifdef GUARD_HAS_%s\n\tguard_%s();\n#endif\n", tests[i], tests[i]);
	if (is_check)
		strbuf_addz(&b, "\tsrunner_run_all(runner, CK_NORMAL);\n\tfailed = srunner_ntests_failed(runner);\n\tsrunner_free(runner);\n\treturn failed > 0;\n}\n");
	else
		strbuf_addz(&b, "\treturn guard_failures > 0;\n}\n");
	add_block(w, "main", &b);
}

void guard_c_write(const struct guard_c *g, struct strbuf *out)
{
	struct writer w = { .g = g, .out = out };

	add_head(&w);
	add_data(&w);
	add_embedded(&w, "scan", guard_scan_text, guard_scan_text_len);
	add_embedded(&w, "walk", guard_walk_text, guard_walk_text_len);
	add_test(&w, "uniqueness", uniqueness_text);
	add_identity(&w);
	add_signatures(&w);
	if (g->deprecated.len)
		add_test(&w, "warnings", warnings_text);
	if (!g->why_no_headers.len)
		add_users(&w);
	add_main(&w);
}
