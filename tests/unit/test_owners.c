/* Tests of cli/owners: the last line that matches says who owns a path. */
#include "base/base.h"
#include "cli/owners.h"

#include "tests/unit/unit.h"

static const struct {
	const char *text, *path, *names;
} cases[] = {
	{ "", "a.py", "" },
	{ "* @all", "a/b.py", "@all" },
	{ "* @all\n/app/ @web @core  # both\n", "app/x/y.py", "@web @core" },
	{ "* @all\n/app/ @web\n", "lib/app/y.py", "@all" },
	{ "app/ @web\n", "lib/app/y.py", "@web" },
	{ "* @all\n*.py @python\r\n", "x.py", "@python" },
	{ "*.py @python\n* @all\n", "x.py", "@all" },
	{ "* @all\n/secret.py\n", "secret.py", "" },
	{ "docs/* @docs\n", "docs/a.md", "@docs" },
	{ "docs/* @docs\n", "docs/deep/a.md", "" },
	{ "docs/** @docs\n", "docs/deep/a.md", "@docs" },
	{ "a\\ b.md me@example.org\n", "a b.md", "me@example.org" },
	{ "\xef\xbb\xbf* @all\n", "x", "@all" },
	{ "# * @none\n!x @no\n", "x", "" },
	{ "[Web] @web\n*.css\n*.js @js\n", "x.css", "@web" },
	{ "[Web] @web\n*.css\n*.js @js\n", "x.js", "@js" },
	{ "^[Web][2] @web\n*.css\n[Rest]\n*.md\n", "x.md", "" },
};

START_TEST(the_last_line_that_matches_counts)
{
	struct owners o = { 0 };

	owners_parse(&o, str_from(cases[_i].text));
	assert_str(owners_find(&o, str_from(cases[_i].path)), cases[_i].names);
	owners_release(&o);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("owners");

	unit_add_table(tests, the_last_line_that_matches_counts, cases);
	return unit_run("owners", tests);
}
