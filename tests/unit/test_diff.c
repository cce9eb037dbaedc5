/* Tests of rewriters/diff: the text of known changes, and that git and patch make the new bytes of it. */
#include "base/base.h"
#include "rewriters/diff.h"

#include "analyzers/process.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

#define S(text) STR_INIT(text)

static const struct {
	const char *path;
	struct str old_bytes, new_bytes;
	uint32_t mode;
	bool is_removed;
	const char *diff;
} cases[] = {
	{ "a.py", S("1\n2\n"), S("1\n2\n"), 0644, false, "" },
	{ "a.py", S("1\n2\n3\n4\n5\n6\n7\n8\n"), S("1\n2\n3\n4\nx\n6\n7\n8\n"), 0644, false,
		"diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n" },
	{ "a.py", S("1"), S("2"), 0644, false,
		"diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-1\n\\ No newline at end of file\n+2\n\\ No newline at end of file\n" },
	{ "a.py", S("1\n"), S("1"), 0644, false,
		"diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-1\n+1\n\\ No newline at end of file\n" },
	{ "a.py", S("1\r\n2\r\n"), S("1\r\n3\r\n"), 0644, false,
		"diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1,2 +1,2 @@\n 1\r\n-2\r\n+3\r\n" },
	{ "a b.py", S("1\n"), S(""), 0644, false,
		"diff --git a/a b.py b/a b.py\n--- a/a b.py\t\n+++ b/a b.py\t\n@@ -1 +0,0 @@\n-1\n" },
	{ "a.py", S("1\n2\n"), S(""), 0755, true,
		"diff --git a/a.py b/a.py\ndeleted file mode 100755\n--- a/a.py\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-1\n-2\n" },
	{ "t\tq\"\xC3\xBC.py", S(""), S("1\n"), 0644, false,
		"diff --git \"a/t\\tq\\\"\\303\\274.py\" \"b/t\\tq\\\"\\303\\274.py\"\n--- \"a/t\\tq\\\"\\303\\274.py\"\n"
		"+++ \"b/t\\tq\\\"\\303\\274.py\"\n@@ -0,0 +1 @@\n+1\n" },
	{ "far.py", S("a\n1\n2\n3\n4\n5\n6\n7\nb\n"), S("A\n1\n2\n3\n4\n5\n6\n7\nB\n"), 0644, false,
		"diff --git a/far.py b/far.py\n--- a/far.py\n+++ b/far.py\n@@ -1,4 +1,4 @@\n-a\n+A\n 1\n 2\n 3\n"
		"@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-b\n+B\n" },
	{ "near.py", S("a\n1\n2\n3\n4\n5\n6\nb\n"), S("A\n1\n2\n3\n4\n5\n6\nB\n"), 0644, false,
		"diff --git a/near.py b/near.py\n--- a/near.py\n+++ b/near.py\n@@ -1,8 +1,8 @@\n-a\n+A\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n+B\n" },
};

static void make_diff(int i, struct strbuf *ret)
{
	struct diff_file f = { str_from(cases[i].path), cases[i].old_bytes, cases[i].new_bytes, cases[i].mode, cases[i].is_removed, false };

	diff_add_file(&f, ret);
}

START_TEST(a_change_reads_as_git_would_write_it)
{
	struct strbuf out = { 0 };

	make_diff(_i, &out);
	ck_assert_str_eq(out.ptr ? out.ptr : "", cases[_i].diff);
	strbuf_release(&out);
}
END_TEST

/* Runs a line of shell in the sandbox; its standard error on failure. */
static void shell(const char *line)
{
	const char *const argv[] = { "sh", "-c", line, NULL };
	struct process p;

	process_start(&p, argv, environ);
	ck_assert_msg(process_finish(&p), "%s: %s%s", line, p.err.ptr, p.out.ptr ? p.out.ptr : "");
	process_release(&p);
}

static const char *const appliers[] = { "GIT_DIR=/nowhere git apply --whitespace=nowarn ../p.diff", "patch --binary -s -p1 -i ../p.diff" };

/* The old file with the diff applied is the new file. */
static void check_applies(struct str path, struct str old_bytes, struct str new_bytes, bool is_removed, struct str diff)
{
	struct strbuf name = { 0 }, got = { 0 };
	struct err err = { 0 };

	strbuf_printf(&name, "tree/" STR_FMT, STR_ARG(path));
	sandbox_write("p.diff", diff);
	for (size_t i = 0; i < ARRAY_LEN(appliers); i++) {
		struct strbuf line = { 0 };

		sandbox_write(name.ptr, old_bytes);
		strbuf_printf(&line, "cd tree && %s", appliers[i]);
		shell(line.ptr);
		if (is_removed) {
			ck_assert_msg(!file_exists(name.ptr), "%s leaves the file", appliers[i]);
		} else {
			ck_assert_msg(file_read(name.ptr, 0, &got, &err), "%s", err.message);
			ck_assert_msg(str_eq(strbuf_str(&got), new_bytes), "%s makes other bytes of\n" STR_FMT, appliers[i], STR_ARG(diff));
		}
		strbuf_release(&line);
	}
	strbuf_release(&name);
	strbuf_release(&got);
}

START_TEST(git_and_patch_take_it)
{
	struct strbuf out = { 0 };

	make_diff(_i, &out);
	if (out.len && !(cases[_i].new_bytes.len == 0 && !cases[_i].is_removed)) /* patch removes what becomes empty */
		check_applies(str_from(cases[_i].path), cases[_i].old_bytes, cases[_i].new_bytes, cases[_i].is_removed, strbuf_str(&out));
	strbuf_release(&out);
}
END_TEST

START_TEST(an_empty_file_can_be_removed)
{
	struct diff_file f = { .path = STR("empty.py"), .mode = 0644, .is_removed = true };
	struct strbuf out = { 0 };

	diff_add_file(&f, &out);
	sandbox_write("p.diff", strbuf_str(&out));
	sandbox_write("tree/empty.py", STR(""));
	shell("cd tree && GIT_DIR=/nowhere git apply ../p.diff && test ! -e empty.py");
	strbuf_release(&out);
}
END_TEST

/* A small generator of our own: the same on every machine. */
static uint32_t random_below(uint32_t *state, uint32_t limit)
{
	*state = *state * 1664525u + 1013904223u;
	return (*state >> 8) % limit;
}

/* Few different lines, so that many are the same. */
static void add_random_lines(uint32_t *state, uint32_t count, struct strbuf *out)
{
	static const char *const lines[] = { "", "x = 1", "    return", "import a", "\tpass", "# c", "--- a", "+++ b", "@@ -1 +1 @@", "\\ No" };
	static const char *const ends[] = { "\n", "\n", "\n", "\r\n" };

	while (count--) {
		strbuf_addz(out, lines[random_below(state, ARRAY_LEN(lines))]);
		strbuf_addz(out, ends[random_below(state, ARRAY_LEN(ends))]);
	}
}

/* Replaces random parts of the old text by random lines, and cuts the last newline off at times. */
static void add_variant(uint32_t *state, struct str old_bytes, struct strbuf *out)
{
	uint32_t edits = random_below(state, 5) + 1, at = 0;

	while (edits-- && at < old_bytes.len) {
		uint32_t start = at + random_below(state, (uint32_t)old_bytes.len - at + 1);
		uint32_t gone = random_below(state, MIN(60u, (uint32_t)old_bytes.len - start + 1));

		strbuf_add(out, str_slice(old_bytes, at, start));
		add_random_lines(state, random_below(state, 6), out);
		at = start + gone;
	}
	strbuf_add(out, str_slice(old_bytes, at, old_bytes.len));
	if (out->len > 1 && random_below(state, 3) == 0)
		out->len--;
}

START_TEST(random_changes_apply_exactly)
{
	struct strbuf old_bytes = { 0 }, new_bytes = { 0 }, out = { 0 };
	uint32_t state = (uint32_t)_i + 1;
	struct diff_file f = { .path = STR("dir/m.py"), .mode = 0644 };

	add_random_lines(&state, random_below(&state, 120), &old_bytes);
	add_variant(&state, strbuf_str(&old_bytes), &new_bytes);
	f.old_bytes = strbuf_str(&old_bytes);
	f.new_bytes = strbuf_str(&new_bytes);
	diff_add_file(&f, &out);
	if (out.len && new_bytes.len)
		check_applies(f.path, f.old_bytes, f.new_bytes, false, strbuf_str(&out));
	strbuf_release(&old_bytes);
	strbuf_release(&new_bytes);
	strbuf_release(&out);
}
END_TEST

/* Further apart than is searched for: still exact. */
START_TEST(texts_that_have_nothing_in_order_apply_exactly)
{
	struct strbuf old_bytes = { 0 }, new_bytes = { 0 }, out = { 0 };
	struct diff_file f = { .path = STR("m.py"), .mode = 0644 };

	for (unsigned i = 0; i < 4000; i++) {
		strbuf_printf(&old_bytes, "line %u\n", i);
		strbuf_printf(&new_bytes, "line %u\n", 3999 - i);
	}
	f.old_bytes = strbuf_str(&old_bytes);
	f.new_bytes = strbuf_str(&new_bytes);
	diff_add_file(&f, &out);
	check_applies(f.path, f.old_bytes, f.new_bytes, false, strbuf_str(&out));
	strbuf_release(&old_bytes);
	strbuf_release(&new_bytes);
	strbuf_release(&out);
}
END_TEST

static const struct {
	const char *line;
	enum diff_line kind;
} lines[] = {
	{ "diff --git a/x b/x", DIFF_LINE_HEADER }, { "--- a/x", DIFF_LINE_HEADER }, { "+++ b/x", DIFF_LINE_HEADER },
	{ "@@ -1 +1 @@", DIFF_LINE_PLACE }, { "--- a", DIFF_LINE_OLD }, { "+++ b", DIFF_LINE_NEW }, { " x", DIFF_LINE_SAME },
	{ "\\ No newline at end of file", DIFF_LINE_REMARK }, { "diff --git a/y b/y", DIFF_LINE_HEADER },
	{ "deleted file mode 100644", DIFF_LINE_HEADER }, { "--- a/y", DIFF_LINE_HEADER },
};

START_TEST(each_line_is_known_for_what_it_is)
{
	bool is_in_hunk = false;

	for (size_t i = 0; i < ARRAY_LEN(lines); i++)
		ck_assert_msg(diff_line_of(str_from(lines[i].line), &is_in_hunk) == lines[i].kind, "%s", lines[i].line);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("diff");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	unit_add_table(tests, a_change_reads_as_git_would_write_it, cases);
	unit_add_table(tests, git_and_patch_take_it, cases);
	tcase_add_test(tests, an_empty_file_can_be_removed);
	tcase_add_loop_test(tests, random_changes_apply_exactly, 0, 150);
	tcase_add_test(tests, texts_that_have_nothing_in_order_apply_exactly);
	tcase_add_test(tests, each_line_is_known_for_what_it_is);
	return unit_run("diff", tests);
}
