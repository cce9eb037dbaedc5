/* Tests of rewriters/guard_python_block and guard_former: quotes, escapes, and what an older guard says. */
#include "base/base.h"
#include "rewriters/guard_python.h"

#include "tests/unit/unit.h"

/* --- Quotes --- */

static const struct {
	const char *text, *single;
} quotes[] = {
	{ "x = \"a\"\n", "x = 'a'\n" },
	{ "x = \"\"\n", "x = ''\n" },
	{ "x = {\"a\": f\"{b}\"}\n", "x = {'a': f'{b}'}\n" },
	/* What would have to be escaped stays. */
	{ "x = \"it's\"\n", "x = \"it's\"\n" },
	{ "x = \"a\\\"b\"\n", "x = \"a\\\"b\"\n" },
	{ "x = \"it's\" + \"b\"\n", "x = \"it's\" + 'b'\n" },
	/* Docstrings and comments stay. */
	{ "\"\"\"A \"word\".\n\"more\"\n\"\"\"\nx = \"a\"\n", "\"\"\"A \"word\".\n\"more\"\n\"\"\"\nx = 'a'\n" },
	{ "# \"a\n\"b\"\n", "# \"a\n'b'\n" },
	/* What nobody ends is no string. */
	{ "x = \"a\ny = \"b\"\n", "x = \"a\ny = 'b'\n" },
	{ "\"\"\"a", "\"\"\"a" },
	{ "\"", "\"" },
	{ "", "" },
};

START_TEST(plain_strings_get_the_quotes_of_the_project)
{
	struct strbuf single = { 0 }, same = { 0 };

	guard_add_requoted(&single, str_from(quotes[_i].text), true);
	assert_str(strbuf_str(&single), quotes[_i].single);
	guard_add_requoted(&same, str_from(quotes[_i].text), false);
	assert_str(strbuf_str(&same), quotes[_i].text);
	strbuf_release(&single);
	strbuf_release(&same);
}
END_TEST

static const struct {
	const char *text, *quoted;
} texts[] = {
	{ "app.engine:Engine", "\"app.engine:Engine\"" },
	{ "it's", "\"it's\"" },
	{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
	{ "a\nb\t\x7f", "\"a\\x0ab\\x09\\x7f\"" },
	{ "R\xc3\xa4ume", "\"R\xc3\xa4ume\"" },
	{ "", "\"\"" },
};

START_TEST(nothing_ends_a_quoted_text)
{
	struct strbuf b = { 0 };

	guard_add_quoted(&b, str_from(texts[_i].text));
	assert_str(strbuf_str(&b), texts[_i].quoted);
	strbuf_release(&b);
}
END_TEST

/* --- An older guard --- */

static const struct {
	const char *text, *canonical, *paths;
} guards[] = {
	{ "import ast\nCANONICAL = \"a.b:C\"\nPATHS = {\n    \"a.old:C\": CANONICAL,\n    \"a.x:D\": \"a.y:E\",\n}\nNAMES = [\n    \"C\",\n]\n", "a.b:C", "a.old:C a.x:D" },
	{ "\nCANONICAL = 'a.b:C'\nPATHS = {\n    'a.old:C': CANONICAL,  # since 2.0\n\n}\n", "a.b:C", "a.old:C" },
	{ "\nCANONICAL = NAME\nPATHS = {\n    NAME: CANONICAL,\n    \"a\\\"b\": NAME,\n", "", "" },
	{ "\nCANONICAL = \"a.b:C\nPATHS = {}\n", "", "" },
	{ "\nPATHS = {\n    \"a", "", "" },
	{ "\nCANONICAL = ", "", "" },
	{ "", "", "" },
};

START_TEST(an_older_guard_tells_its_paths)
{
	struct guard_former former = { .paths = { 0 } };
	struct strbuf paths = { 0 };

	assert_str(guard_canonical_in(str_from(guards[_i].text)), guards[_i].canonical);
	guard_former_read(str_from(guards[_i].text), &former);
	vec_foreach (struct guard_former_path, x, &former.paths) {
		strbuf_printf(&paths, "%s" STR_FMT, paths.len ? " " : "", STR_ARG(x->path));
		assert_str(x->canonical, guards[_i].canonical);
	}
	assert_str(strbuf_str(&paths), guards[_i].paths);
	strbuf_release(&paths);
	guard_former_release(&former);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("guard_python");

	unit_add_table(tests, plain_strings_get_the_quotes_of_the_project, quotes);
	unit_add_table(tests, nothing_ends_a_quoted_text, texts);
	unit_add_table(tests, an_older_guard_tells_its_paths, guards);
	return unit_run("guard_python", tests);
}
