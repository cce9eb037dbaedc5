/* Tests of analyzers/test_config: pytest's section in four kinds of files. */
#include "base/base.h"
#include "analyzers/test_config.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

/* Lists joined by a blank. */
static const struct {
	const char *name, *text;
	bool is_found;
	const char *testpaths, *files, *classes;
	bool is_strict;
} cases[] = {
	{ "pytest.ini", "[pytest]\ntestpaths = tests qa/more\n", true, "tests qa/more", "", "", false },
	{ "pytest.ini", "", true, "", "", "", false },
	{ "pytest.ini", "[pytest]\npython_files =\n    test_*.py\n    check_*.py  # ours\n\nxfail_strict = true\n", true, "", "test_*.py check_*.py", "", true },
	{ "tox.ini", "[tox]\ntestpaths = no\n[pytest]\npython_classes = Test Check\n[flake8]\ntestpaths = no\n", true, "", "", "Test Check", false },
	{ "tox.ini", "[tox]\nenvlist = py\n", false, "", "", "", false },
	{ "setup.cfg", "[tool:pytest]\r\ntestpaths = a\r\n", true, "a", "", "", false },
	{ "setup.cfg", "[pytest]\ntestpaths = a\n", false, "", "", "", false },
	{ "pyproject.toml", "[tool.pytest.ini_options]\ntestpaths = [\"a\", 'b']\npython_files = \"t_*.py u_*.py\"\n", true, "a b", "t_*.py u_*.py", "", false },
	{ "pyproject.toml", "[tool.pytest.ini_options]\ntestpaths = [\n  \"a\",  # first\n  \"b\",\n]\nxfail_strict = true\n[tool.x]\ntestpaths = [\"no\"]\n", true, "a b", "", "",
	  true },
	{ "pyproject.toml", "[tool.black]\nline-length = 1\n", false, "", "", "", false },
	{ "pytest.ini", "[pytest]\ntestpaths", true, "", "", "", false },
	{ "pyproject.toml", "[tool.pytest.ini_options]\ntestpaths = [\"a", true, "a", "", "", false },
};

static void check_list(const struct str *items, uint32_t count, const char *expected)
{
	struct strbuf b = { 0 };

	for (uint32_t i = 0; i < count; i++)
		strbuf_printf(&b, "%s" STR_FMT, i ? " " : "", STR_ARG(items[i]));
	assert_str(strbuf_str(&b), expected);
	strbuf_release(&b);
}

START_TEST(sections_are_read)
{
	struct arena a = { 0 };
	struct test_config c;

	ck_assert_int_eq(test_config_parse(str_from(cases[_i].name), str_from(cases[_i].text), &a, &c), cases[_i].is_found);
	check_list(c.testpaths, c.testpath_count, cases[_i].testpaths);
	check_list(c.python_files, c.file_count, cases[_i].files);
	check_list(c.python_classes, c.class_count, cases[_i].classes);
	ck_assert_int_eq(c.is_xfail_strict, cases[_i].is_strict);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("test_config");

	unit_add_table(tests, sections_are_read, cases);
	return unit_run("test_config", tests);
}
