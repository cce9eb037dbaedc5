/* Tests of path_glob(): what git matches, without its worst cases. */
#include "base/base.h"
#include "base/path.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

static const struct {
	const char *pattern, *path;
	bool matches;
} globs[] = {
	/* plain text */
	{ "", "", true },
	{ "", "a", false },
	{ "a", "", false },
	{ "a/b.py", "a/b.py", true },
	{ "a/b.py", "a/b.pyc", false },
	{ "a/b.py", "x/a/b.py", false },
	/* one star stays in its component */
	{ "*", "a", true },
	{ "*", "", true },
	{ "*", "a/b", false },
	{ "*.py", "a.py", true },
	{ "*.py", ".py", true },
	{ "*.py", "a/b.py", false },
	{ "a/*", "a/b", true },
	{ "a/*", "a/b/c", false },
	{ "a*b*c", "a12b34c", true },
	{ "a*b*c", "a12b34", false },
	{ "*a*/b", "xax/b", true },
	{ "*a*/b", "xxx/b", false },
	{ "*/b", "a/c", false },
	{ "test_*.py", "test_a_test_b.py", true },
	/* a question mark is one character, not a slash */
	{ "?", "a", true },
	{ "?", "", false },
	{ "?", "/", false },
	{ "a?b", "a/b", false },
	{ "?.py", "\xC3\xA9.py", true },
	{ "??.py", "\xC3\xA9.py", false },
	/* two stars cross components */
	{ "**", "a", true },
	{ "**", "a/b/c", true },
	{ "**/a", "a", true },
	{ "**/a", "x/a", true },
	{ "**/a", "x/y/a", true },
	{ "**/a", "xa", false },
	{ "**/a", "x/ya", false },
	{ "a/**", "a/b", true },
	{ "a/**", "a/b/c", true },
	{ "a/**", "a", false },
	{ "a/**", "ab/c", false },
	{ "a/**/b", "a/b", true },
	{ "a/**/b", "a/x/b", true },
	{ "a/**/b", "a/x/y/b", true },
	{ "a/**/b", "a/xb", false },
	{ "**/*.py", "a.py", true },
	{ "**/*.py", "x/y/a.py", true },
	{ "**/*.py", "x/y.py/a", false },
	{ "**/test/**", "test/a", true },
	{ "**/test/**", "x/test/a/b", true },
	{ "**/test/**", "x/tests/a", false },
	{ "**/a/*/b", "a/a/x/b", true },
	{ "**/a/**/b/*.c", "x/a/b/a/y/b/z.c", true },
	{ "**/**/a", "a", true },
	{ "a/**/**/b", "a/x/b", true },
	/* elsewhere they are one star */
	{ "a**", "abc", true },
	{ "a**", "a/b", false },
	{ "**a", "xa", true },
	{ "**a", "x/a", false },
	/* classes */
	{ "[abc]", "b", true },
	{ "[abc]", "d", false },
	{ "[a-c]x", "bx", true },
	{ "[!a-c]", "d", true },
	{ "[!a-c]", "b", false },
	{ "[^a-c]", "d", true },
	{ "[^a-c]", "a", false },
	{ "[]]", "]", true },
	{ "[]a]", "a", true },
	{ "[!]]", "a", true },
	{ "[!]]", "]", false },
	{ "[a-]", "-", true },
	{ "[-a]", "-", true },
	{ "[\\]]", "]", true },
	{ "[\\a-c]", "b", true },
	{ "[a!]", "!", true },
	{ "[[:digit:]]", "7", true },
	{ "[[:digit:]]", "a", false },
	{ "[![:digit:]_]", "_", false },
	{ "[[:alpha:]0-9]x", "5x", true },
	{ "[[:upper:]]", "a", false },
	{ "[[:nosuch:]]", "a", false },
	{ "[!a]", "/", false },
	{ "a[/]b", "a/b", false },
	{ "[a", "a", false },
	{ "[a", "[a", false },
	{ "[", "[", false },
	{ "[]", "]", false },
	{ "[\xC3\xA0-\xC3\xBC]", "\xC3\xA9", true },
	{ "*.[ch]", "main.c", true },
	{ "*.[ch]", "main.o", false },
	/* escapes */
	{ "\\*", "*", true },
	{ "\\*", "a", false },
	{ "\\?", "?", true },
	{ "\\[a]", "[a]", true },
	{ "\\a", "a", true },
	{ "\\\\", "\\", true },
	{ "a\\", "a", false },
	{ "a\\", "a\\", false },
	/* a star takes the right amount after several attempts */
	{ "*ab", "aab", true },
	{ "*aab", "aaab", true },
	{ "**/a*b/c", "a/ab/axb/c", true },
	{ "**/*a/b", "xa/ya/b", true },
	{ "*[0-9]", "a1b2", true },
	{ "*[0-9]", "a1b", false },
};

START_TEST(a_pattern_matches_as_in_git)
{
	bool matches = path_glob(str_from(globs[_i].pattern), str_from(globs[_i].path));

	ck_assert_msg(matches == globs[_i].matches, "\"%s\" and \"%s\"", globs[_i].pattern, globs[_i].path);
}
END_TEST

/* Patterns on which a recursive matcher takes longer than anybody waits. */
static const struct {
	const char *pattern_part, *pattern_end, *path_part;
} hostile[] = {
	{ "a*", "b", "a" },
	{ "*", "b", "a" },
	{ "**/", "b", "a/" },
	{ "**/a/", "b", "a/" },
	{ "**/*a*/", "b", "aaaa/" },
	{ "*a/", "b", "aa/" },
	{ "*[a-z]", "1", "a" },
};

START_TEST(no_pattern_takes_exponential_time)
{
	struct strbuf pattern = { 0 }, path = { 0 };

	for (int i = 0; i < 100; i++)
		strbuf_addz(&pattern, hostile[_i].pattern_part);
	strbuf_addz(&pattern, hostile[_i].pattern_end);
	for (int i = 0; i < 1000; i++)
		strbuf_addz(&path, hostile[_i].path_part);
	ck_assert(!path_glob(strbuf_str(&pattern), strbuf_str(&path)));
	strbuf_release(&pattern);
	strbuf_release(&path);
}
END_TEST

START_TEST(text_without_terminator_is_not_left)
{
	char pattern[] = { 'a', '[', 'b' }, path[] = { 'a', 'b' }, escape[] = { 'a', '\\' };

	ck_assert(!path_glob((struct str){ pattern, 3 }, (struct str){ path, 2 }));
	ck_assert(!path_glob((struct str){ escape, 2 }, (struct str){ path, 2 }));
	ck_assert(path_glob((struct str){ 0 }, (struct str){ 0 }));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("path_glob");

	unit_add_table(tests, a_pattern_matches_as_in_git, globs);
	unit_add_table(tests, no_pattern_takes_exponential_time, hostile);
	tcase_add_test(tests, text_without_terminator_is_not_left);
	return unit_run("path_glob", tests);
}
