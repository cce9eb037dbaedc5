/* Tests of analyzers/ignore: the rules of gitignore(5), each in a line of a table. */
#include "base/base.h"
#include "analyzers/ignore.h"

#include "tests/unit/unit.h"

/* One path against one file; `path` with a '/' at its end is a directory. */
static const struct {
	const char *rules, *path;
	enum ignore_verdict verdict;
} cases[] = {
	/* Names match at any depth, paths from the file's directory on. */
	{ "foo", "foo", IGNORE_YES },
	{ "foo", "a/b/foo", IGNORE_YES },
	{ "foo", "a/foo/", IGNORE_YES },
	{ "foo", "foobar", IGNORE_UNDECIDED },
	{ "foo", "foo/bar", IGNORE_UNDECIDED },
	{ "/foo", "foo", IGNORE_YES },
	{ "/foo", "a/foo", IGNORE_UNDECIDED },
	{ "a/foo", "a/foo", IGNORE_YES },
	{ "a/foo", "b/a/foo", IGNORE_UNDECIDED },
	{ "/a/foo", "a/foo", IGNORE_YES },

	/* Directories only. */
	{ "foo/", "foo/", IGNORE_YES },
	{ "foo/", "a/foo/", IGNORE_YES },
	{ "foo/", "foo", IGNORE_UNDECIDED },
	{ "a/foo/", "a/foo/", IGNORE_YES },
	{ "a/foo/", "b/a/foo/", IGNORE_UNDECIDED },
	{ "/foo/", "foo/", IGNORE_YES },
	{ "/foo/", "a/foo/", IGNORE_UNDECIDED },

	/* The last rule that matches decides. */
	{ "*.py\n!keep.py", "keep.py", IGNORE_NO },
	{ "*.py\n!keep.py", "a/keep.py", IGNORE_NO },
	{ "*.py\n!keep.py", "other.py", IGNORE_YES },
	{ "!keep.py\n*.py", "keep.py", IGNORE_YES },
	{ "!keep.py", "other.py", IGNORE_UNDECIDED },
	{ "*\n!*/\n!*.py", "a/", IGNORE_NO },
	{ "*\n!*/\n!*.py", "a/b.py", IGNORE_NO },
	{ "*\n!*/\n!*.py", "a/b.txt", IGNORE_YES },

	/* Globs. */
	{ "*.py", "a.py", IGNORE_YES },
	{ "*.py", ".py", IGNORE_YES },
	{ "*.py", "a/b.py", IGNORE_YES },
	{ "*.py", "a.pyc", IGNORE_UNDECIDED },
	{ "*.py[cod]", "a.pyc", IGNORE_YES },
	{ "*.py[cod]", "a.py", IGNORE_UNDECIDED },
	{ "*.py[!cod]", "a.pyx", IGNORE_YES },
	{ "*.py[!cod]", "a.pyc", IGNORE_UNDECIDED },
	{ "test_?.py", "test_1.py", IGNORE_YES },
	{ "test_?.py", "test_10.py", IGNORE_UNDECIDED },
	{ "a*c", "abc", IGNORE_YES },
	{ "a*c", "ab", IGNORE_UNDECIDED },
	{ "a*b*c", "aXbYbZc", IGNORE_YES },
	{ "*", "anything", IGNORE_YES },
	{ "a/*", "a/b", IGNORE_YES },
	{ "a/*", "a/b/c", IGNORE_UNDECIDED },
	{ "a/*.py", "a/b.py", IGNORE_YES },
	{ "a/*.py", "a/b/c.py", IGNORE_UNDECIDED },
	{ "*/b", "a/b", IGNORE_YES },
	{ "*/b", "c/a/b", IGNORE_UNDECIDED },
	{ "[[:digit:]]x", "1x", IGNORE_YES },
	{ "[[:digit:]]x", "ax", IGNORE_UNDECIDED },
	{ "[[:alpha:]_]x", "_x", IGNORE_YES },
	{ "[a-c]x", "bx", IGNORE_YES },
	{ "[]]x", "]x", IGNORE_YES },
	{ "[a", "[a", IGNORE_UNDECIDED },
	{ "[a", "a", IGNORE_UNDECIDED },

	/* Two stars. */
	{ "**/foo", "foo", IGNORE_YES },
	{ "**/foo", "a/b/foo", IGNORE_YES },
	{ "**/foo/bar", "a/foo/bar", IGNORE_YES },
	{ "**/foo/bar", "foo/bar", IGNORE_YES },
	{ "foo/**", "foo/a", IGNORE_YES },
	{ "foo/**", "foo/a/b", IGNORE_YES },
	{ "foo/**", "foo/", IGNORE_UNDECIDED },
	{ "foo/**", "a/foo/b", IGNORE_UNDECIDED },
	{ "a/**/b", "a/b", IGNORE_YES },
	{ "a/**/b", "a/x/b", IGNORE_YES },
	{ "a/**/b", "a/x/y/b", IGNORE_YES },
	{ "a/**/b", "a/xb", IGNORE_UNDECIDED },
	{ "a/**/*.py", "a/x/y.py", IGNORE_YES },
	{ "a/**/b/**/c", "a/1/2/b/3/c", IGNORE_YES },
	{ "a**b", "axxb", IGNORE_YES },
	{ "a**/b", "axx/b", IGNORE_YES },
	{ "a**/b", "ax/y/b", IGNORE_YES }, /* not what gitignore(5) says, but what git does */
	{ "a*x**/b", "axx/y/b", IGNORE_UNDECIDED },
	{ "**", "a", IGNORE_YES },
	{ "**/", "a/", IGNORE_YES },
	{ "**/", "a", IGNORE_UNDECIDED },

	/* Escapes. */
	{ "\\#foo", "#foo", IGNORE_YES },
	{ "\\!foo", "!foo", IGNORE_YES },
	{ "!foo", "!foo", IGNORE_UNDECIDED },
	{ "a\\*b", "a*b", IGNORE_YES },
	{ "a\\*b", "axb", IGNORE_UNDECIDED },
	{ "a\\bc", "abc", IGNORE_YES },
	{ "foo\\", "foo\\", IGNORE_UNDECIDED },
	{ "foo\\", "foo", IGNORE_UNDECIDED },

	/* Lines. */
	{ "#foo", "#foo", IGNORE_UNDECIDED },
	{ "# a\n\nfoo\n", "foo", IGNORE_YES },
	{ "foo  ", "foo", IGNORE_YES },
	{ "foo\\ ", "foo ", IGNORE_YES },
	{ "foo\\  ", "foo ", IGNORE_YES },
	{ "foo\\ ", "foo", IGNORE_UNDECIDED },
	{ "foo bar", "foo bar", IGNORE_YES },
	{ " foo", "foo", IGNORE_UNDECIDED },
	{ " foo", " foo", IGNORE_YES },
	{ "foo\t", "foo", IGNORE_UNDECIDED },
	{ "foo\r\nbar\r\n", "foo", IGNORE_YES },
	{ "foo\r\nbar\r\n", "bar", IGNORE_YES },
	{ "foo\r", "foo", IGNORE_YES },
	{ "\xef\xbb\xbf"
	  "foo",
		"foo", IGNORE_YES },
	{ "a\xff*",
		"a\xff"
		"b",
		IGNORE_YES },
	{ "", "foo", IGNORE_UNDECIDED },
	{ "/", "foo/", IGNORE_UNDECIDED },
	{ "//", "foo/", IGNORE_UNDECIDED },
	{ "!", "foo", IGNORE_UNDECIDED },
	{ "   ", "foo", IGNORE_UNDECIDED },
};

static enum ignore_verdict verdict_of(const struct ignore *list, const char *text)
{
	struct str path = str_from(text);
	bool is_dir = str_ends(path, STR("/"));

	return ignore_find(list, str_slice(path, 0, path.len - is_dir), is_dir);
}

START_TEST(one_file_decides_as_git_says)
{
	struct arena a = { 0 };
	struct ignore list = { 0 };

	ignore_read(&list, &a, str_from(cases[_i].rules));
	ck_assert_msg(verdict_of(&list, cases[_i].path) == cases[_i].verdict, "\"%s\" on %s", cases[_i].rules,
		cases[_i].path);
	arena_release(&a);
}
END_TEST

START_TEST(the_deepest_file_decides)
{
	struct arena a = { 0 };
	struct ignore outer = { 0 }, inner = { .outer = &outer, .base = strlen("sub/") };

	ignore_read(&outer, &a, STR("*.log\n/top\n/sub/named\n"));
	ignore_read(&inner, &a, STR("!keep.log\n/here\n"));
	ck_assert_int_eq(verdict_of(&inner, "sub/a.log"), IGNORE_YES);
	ck_assert_int_eq(verdict_of(&inner, "sub/keep.log"), IGNORE_NO);
	ck_assert_int_eq(verdict_of(&inner, "sub/here"), IGNORE_YES);
	ck_assert_int_eq(verdict_of(&inner, "sub/x/here"), IGNORE_UNDECIDED);
	ck_assert_int_eq(verdict_of(&inner, "sub/top"), IGNORE_UNDECIDED);
	ck_assert_int_eq(verdict_of(&inner, "sub/named"), IGNORE_YES);
	ck_assert_int_eq(verdict_of(&outer, "keep.log"), IGNORE_YES);
	ck_assert_int_eq(verdict_of(NULL, "keep.log"), IGNORE_UNDECIDED);
	arena_release(&a);
}
END_TEST

START_TEST(a_path_lies_in_what_is_excluded)
{
	struct arena a = { 0 };
	struct ignore list = { 0 };

	ignore_add(&list, &a, STR("docs"));
	ignore_add(&list, &a, STR("gen/**"));
	ignore_add(&list, &a, STR("#odd"));
	ignore_add(&list, &a, STR("only/"));
	ck_assert(ignore_has(&list, STR("docs/a/b.py")));
	ck_assert(ignore_has(&list, STR("x/docs/b.py")));
	ck_assert(ignore_has(&list, STR("docs")));
	ck_assert(ignore_has(&list, STR("gen/a/b.py")));
	ck_assert(ignore_has(&list, STR("#odd")));
	ck_assert(ignore_has(&list, STR("only/a.py")));
	ck_assert(!ignore_has(&list, STR("x/only")));
	ck_assert(!ignore_has(&list, STR("mydocs/b.py")));
	ck_assert(!ignore_has(NULL, STR("docs/b.py")));
	arena_release(&a);
}
END_TEST

static const struct {
	const char *pattern, *path;
	bool has;
} single[] = {
	{ "qa", "qa/a.py", true },
	{ "qa", "x/qa/y/a.py", true },
	{ "qa/", "x/qa/a.py", true },
	{ "qa/", "x/qa", false },
	{ "/qa", "x/qa/a.py", false },
	{ "qa/**", "qa/a.py", true },
	{ "qa/**", "qa/x/a.py", true },
	{ "qa/**", "x/qa/a.py", false },
	{ "*_check.py", "x/a_check.py", true },
	{ "!qa", "qa/a.py", false },
	{ "", "qa/a.py", false },
	{ "qa", "", false },
};

START_TEST(one_pattern_serves_by_itself)
{
	struct str pattern = str_from(single[_i].pattern), path = str_from(single[_i].path);

	ck_assert_int_eq(ignore_pattern_has(pattern, path), single[_i].has);
}
END_TEST

START_TEST(a_nul_ends_a_line)
{
	struct arena a = { 0 };
	struct ignore list = { 0 };

	ignore_read(&list, &a, STR("foo\0bar\nbaz"));
	ck_assert_int_eq(verdict_of(&list, "foo"), IGNORE_YES);
	ck_assert_int_eq(verdict_of(&list, "baz"), IGNORE_YES);
	arena_release(&a);
}
END_TEST

START_TEST(stars_cost_no_exponential_time)
{
	struct arena a = { 0 };
	struct ignore list = { 0 };
	char name[201] = { 0 };

	memset(name, 'a', 200);
	ignore_read(&list, &a, STR("a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\n**/a*/**/a*/**/a*/**/a*/**/a*/**/b\n"));
	for (size_t i = 3; i < 200; i += 4)
		name[i] = '/';
	for (unsigned i = 0; i < 1000; i++)
		ck_assert_int_eq(verdict_of(&list, name), IGNORE_UNDECIDED);
	arena_release(&a);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("ignore");

	unit_add_table(tests, one_file_decides_as_git_says, cases);
	tcase_add_test(tests, the_deepest_file_decides);
	tcase_add_test(tests, a_path_lies_in_what_is_excluded);
	unit_add_table(tests, one_pattern_serves_by_itself, single);
	tcase_add_test(tests, a_nul_ends_a_line);
	tcase_add_test(tests, stars_cost_no_exponential_time);
	return unit_run("ignore", tests);
}
