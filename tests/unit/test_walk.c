/* Tests of analyzers/walk: which files are listed, which are skipped, and why. */
#include "base/base.h"
#include "analyzers/walk.h"

#include <stdarg.h>

#include "base/strbuf.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

/* --- A tree from a few words --- */

static void make_item(struct str item)
{
	char path[PATH_MAX];
	char *arrow, *content;

	snprintf(path, sizeof(path), STR_FMT, STR_ARG(item));
	arrow = strchr(path, '>');
	content = strchr(path, '=');
	if (arrow) {
		*arrow = '\0';
		ck_assert_int_eq(symlink(arrow + 1, path), 0);
	} else if (content) {
		*content = '\0';
		for (char *c = content + 1; *c; c++)
			*c = *c == ',' ? '\n' : *c;
		sandbox_write(path, str_from(content + 1));
	} else if (path[item.len - 1] == '/') {
		path[item.len - 1] = '\0';
		sandbox_make_dir(path);
	} else if (path[item.len - 1] == '|') {
		path[item.len - 1] = '\0';
		ck_assert_int_eq(mkfifo(path, 0600), 0);
	} else {
		sandbox_write(path, STR(""));
	}
}

/* "a.py dir/ link>target fifo| .gitignore=*.log,!keep.log" */
static void make_tree(const char *items)
{
	struct str rest = str_from(items), item;

	while (str_next(&rest, ' ', &item))
		if (item.len)
			make_item(item);
}

static bool wants_python(struct str path)
{
	return str_ends(path, STR(".py"));
}

/* --- A run, and its result as text --- */

static struct walk_options options;
static struct walk_result result;
static struct arena arena;

static void open_tree(void)
{
	sandbox_open();
	make_tree("root/");
	ck_assert_int_eq(chdir("root"), 0);
	setenv("HOME", sandbox, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	unsetenv("XDG_CONFIG_HOME");
	options = (struct walk_options){ .wants = wants_python };
}

static void close_tree(void)
{
	arena_release(&arena);
	sandbox_close();
}

static bool run(const char *root, struct err *err)
{
	struct arena *a = &arena;
	char path[2 * PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s", sandbox, root);
	if (str_is(str_from(root), "."))
		snprintf(path, sizeof(path), "%s", sandbox);
	options.root = arena_str(a, str_from(path));
	return walk_run(&options, a, &result, err);
}

/* "a.py b/c.py ! dir: reason; x.py: reason" */
static struct str result_text(void)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < result.files.len; i++)
		strbuf_printf(&text, "%s" STR_FMT, i ? " " : "", STR_ARG(result.files.items[i].path));
	for (size_t i = 0; i < result.skips.len; i++)
		strbuf_printf(&text, "%s" STR_FMT ": %s", i ? "; " : " ! ", STR_ARG(result.skips.items[i].path),
			result.skips.items[i].reason);
	return arena_str(&arena, strbuf_str(&text));
}

static void check(const char *expected)
{
	struct err err = { 0 };

	ck_assert_msg(run("root", &err), "%s", err.message);
	assert_str(result_text(), expected);
}

/* --- Without git --- */

static const struct {
	const char *name, *tree, *expected;
} plain[] = {
	{ "nothing", "", "" },
	{ "only what is wanted", "a.py b.txt c.pyc d/e.py d/f", "a.py d/e.py" },
	{ "byte order of whole paths", "a/b.py a.py a-b.py ab.py a/a/a.py A.py \xc3\xa9.py",
		"A.py a-b.py a.py a/a/a.py a/b.py ab.py \xc3\xa9.py" },
	{ "hidden files", ".a.py .b/c.py", ".a.py .b/c.py" },

	{ "ignored files", ".gitignore=x.py a.py x.py d/x.py",
		"a.py ! d/x.py: ignored by .gitignore; x.py: ignored by .gitignore" },
	{ "ignored directories", ".gitignore=gen/ a.py gen/b.py d/gen/c.py",
		"a.py ! d/gen: ignored by .gitignore; gen: ignored by .gitignore" },
	{ "nested files decide for what is below",
		".gitignore=gen*.py d/.gitignore=!gen1.py d/gen1.py d/gen2.py gen1.py",
		"d/gen1.py ! d/gen2.py: ignored by .gitignore; gen1.py: ignored by .gitignore" },
	{ "anchors hold where they are written", "d/.gitignore=/x.py d/x.py d/e/x.py x.py",
		"d/e/x.py x.py ! d/x.py: ignored by .gitignore" },
	{ "nothing comes back from an ignored directory", ".gitignore=gen,!gen/keep.py gen/keep.py",
		" ! gen: ignored by .gitignore" },
	{ "all but one", ".gitignore=/*,!/keep keep/a.py other/b.py c.py",
		"keep/a.py ! c.py: ignored by .gitignore; other: ignored by .gitignore" },
	{ "links to rules are not followed", "rules=*.py .gitignore>rules a.py", "a.py" },
	{ "a directory is no file of rules", ".gitignore/ a.py", "a.py" },
	{ "a FIFO is no file of rules", ".gitignore| a.py", "a.py" },

	{ "built-in list",
		".venv/a.py .tox/b.py .nox/c.py .eggs/d.py node_modules/e.py x.egg-info/f.py d/node_modules/g.py a.py",
		"a.py ! .eggs: installed packages; .nox: virtual environments; .tox: virtual environments; "
		".venv: virtual environment; d/node_modules: installed packages; node_modules: installed packages; "
		"x.egg-info: installed packages" },
	{ "not worth a word",
		".hg/a.py .svn/b.py __pycache__/c.py .mypy_cache/d.py .pytest_cache/e.py .ruff_cache/f.py g/__pycache__/h.py",
		"" },
	{ "a virtual environment has its mark", "venv/pyvenv.cfg venv/a.py env/b.py my/pyvenv.cfg my/c.py",
		"env/b.py ! my: virtual environment; venv: virtual environment" },
	{ "build output is no package", "build/a.py dist/b.py p/build/__init__.py p/build/c.py p/dist/__init__.py",
		"p/build/__init__.py p/build/c.py p/dist/__init__.py ! build: build output; dist: build output" },
	{ "files of these names", "node_modules build dist.py venv", "dist.py" },

	{ "a link to a file inside", "a.py b.py>a.py", "a.py" },
	{ "a link to a file by another name", "tool=x b.py>tool", "" },
	{ "another name for a wanted file", "a.py tool>a.py", "a.py" },
	{ "a link to an ignored file brings it in", ".gitignore=/gen/ gen/a.py b.py>gen/a.py",
		"gen/a.py ! gen: ignored by .gitignore" },
	{ "a link out of the root", "../out.py b.py>../out.py", " ! b.py: symbolic link out of the root" },
	{ "a link out of the root that nobody wants", "../out.txt b.txt>../out.txt", "" },
	{ "a link to a directory outside", "../out/a.py d>../out", " ! d: symbolic link out of the root" },
	{ "a link to a sibling whose name begins alike", "../root2/a.py d>../root2",
		" ! d: symbolic link out of the root" },
	{ "a link to a directory inside", "d/a.py e>d", "d/a.py" },
	{ "a link upwards", "d/a.py d/up>..", "d/a.py ! d/up: symbolic link cycle" },
	{ "a link to its own directory", "d/a.py d/here>.", "d/a.py ! d/here: symbolic link cycle" },
	{ "a link to itself", "a.py>a.py", " ! a.py: symbolic link cycle" },
	{ "links to each other", "a.py>b.py b.py>a.py", " ! a.py: symbolic link cycle; b.py: symbolic link cycle" },
	{ "a dangling link", "a.py>nowhere b.txt>nowhere", " ! a.py: dangling symbolic link" },
	{ "a link to no file", "f.txt| a.py>f.txt b.py>/dev/null",
		" ! a.py: not a regular file; b.py: symbolic link out of the root" },
	{ "an ignored link", ".gitignore=b.py b.py>nowhere", " ! b.py: ignored by .gitignore" },

	{ "no regular file", "a.py| b.txt|", " ! a.py: not a regular file" },
};

START_TEST(a_plain_tree_is_listed)
{
	make_tree(plain[_i].tree);
	check(plain[_i].expected);
	ck_assert(!result.from_git);
	ck_assert_uint_eq(result.commit.len, 0);
}
END_TEST

static const struct {
	const char *name, *excludes, *expected;
} exclusions[] = {
	{ "a name", "docs", "a.py b/c.py ! b/docs: excluded by configuration; docs: excluded by configuration" },
	{ "a place", "/docs/**",
		"a.py b/c.py b/docs/e.py ! docs/d.py: excluded by configuration; docs/x: excluded by configuration" },
	{ "a file", "b/c.py", "a.py b/docs/e.py docs/d.py docs/x/f.py ! b/c.py: excluded by configuration" },
	{ "but one", "docs/* !docs/d.py", "a.py b/c.py b/docs/e.py docs/d.py ! docs/x: excluded by configuration" },
	{ "everything", "*",
		" ! a.py: excluded by configuration; b: excluded by configuration; docs: excluded by configuration" },
};

static void set_list(const char *words, const struct str **ret, size_t *ret_count)
{
	static struct str list[16];
	struct str rest = str_from(words), word;

	*ret = list;
	*ret_count = 0;
	while (str_next(&rest, ' ', &word))
		list[(*ret_count)++] = word;
}

START_TEST(the_configuration_excludes)
{
	make_tree("a.py b/c.py docs/d.py docs/x/f.py b/docs/e.py");
	set_list(exclusions[_i].excludes, &options.excludes, &options.exclude_count);
	check(exclusions[_i].expected);
}
END_TEST

static const struct {
	const char *name, *starts, *expected;
} starts[] = {
	{ "a directory", "d", "d/a.py d/e/b.py ! d/gen.py: ignored by .gitignore" },
	{ "a file", "d/a.py", "d/a.py" },
	{ "several", "d/e f.py", "d/e/b.py f.py" },
	{ "nested ones", "d/e d d/e/b.py", "d/a.py d/e/b.py ! d/gen.py: ignored by .gitignore" },
	{ "root and more", "d . f.py",
		"d-x/c.py d/a.py d/e/b.py f.py ! d/gen.py: ignored by .gitignore; ign: ignored by .gitignore" },
	{ "other spellings", "./d/../d//e/", "d/e/b.py" },
	{ "names that begin alike", "d d-x", "d-x/c.py d/a.py d/e/b.py ! d/gen.py: ignored by .gitignore" },
	{ "an ignored file", "d/gen.py", "d/gen.py" },
	{ "an ignored file in a listed directory", "d d/gen.py", "d/a.py d/e/b.py d/gen.py" },
	{ "an ignored directory", "ign", "ign/h.py" },
	{ "what is below an ignored directory", "ign/h.py", "ign/h.py" },
	{ "no source", "d/readme", " ! d/readme: no source file" },
	{ "a FIFO", "pipe", " ! pipe: not a regular file" },
	{ "a link to a file", "link.py", "f.py" },
	{ "a link to a directory", "link", "d/e/b.py" },
};

START_TEST(the_walk_begins_where_it_is_told)
{
	make_tree(
		".gitignore=gen.py,/ign d/a.py d/gen.py d/e/b.py d/readme d-x/c.py f.py ign/h.py pipe| link.py>f.py link>d/e");
	set_list(starts[_i].starts, &options.starts, &options.start_count);
	check(starts[_i].expected);
}
END_TEST

START_TEST(absolute_starts_are_taken_inside_of_root)
{
	struct str start;

	make_tree("d/a.py b.py");
	start = arena_printf(&arena, "%s/root/d", sandbox);
	options.starts = &start;
	options.start_count = 1;
	check("d/a.py");
}
END_TEST

static const struct {
	const char *start, *message;
} bad_starts[] = {
	{ "nowhere.py", "No such file or directory" },
	{ "a.py/b", "Not a directory" },
	{ "..", "is outside of" },
	{ "../root2", "is outside of" },
	{ "/", "is outside of" },
	{ "out", "is outside of" },
	{ "loop", "Too many levels of symbolic links" },
};

START_TEST(a_bad_start_is_an_error)
{
	struct str start = str_from(bad_starts[_i].start);
	struct err err = { 0 };

	make_tree("a.py ../root2/b.py out>../root2 loop>loop");
	options.starts = &start;
	options.start_count = 1;
	ck_assert(!run("root", &err));
	ck_assert_msg(str_has(str_from(err.message), str_from(bad_starts[_i].message)), "%s", err.message);
}
END_TEST

START_TEST(the_configuration_is_above_what_is_named)
{
	make_tree("docs/a.py docs/b.py");
	set_list("docs/a.py", &options.starts, &options.start_count);
	options.excludes = &(const struct str)STR_INIT("docs");
	options.exclude_count = 1;
	check(" ! docs/a.py: excluded by configuration");
}
END_TEST

START_TEST(a_link_to_what_is_excluded_does_not_bring_it_in)
{
	make_tree("docs/a.py b.py>docs/a.py");
	options.excludes = &(const struct str)STR_INIT("docs");
	options.exclude_count = 1;
	check(" ! b.py: excluded by configuration; docs: excluded by configuration");
}
END_TEST

START_TEST(a_start_with_a_nul_is_an_error)
{
	struct str start = STR("a\0b");
	struct err err = { 0 };

	options.starts = &start;
	options.start_count = 1;
	ck_assert(!run("root", &err));
}
END_TEST

START_TEST(a_missing_root_is_an_error)
{
	struct err err = { 0 };

	ck_assert(!run("elsewhere", &err));
	ck_assert(str_has(str_from(err.message), STR("elsewhere")));
}
END_TEST

START_TEST(starts_see_the_rules_above_them)
{
	make_tree(".gitignore=gen.py d/.gitignore=!e/keep/gen.py d/e/gen.py d/e/keep/gen.py d/e/a.py");
	set_list("d/e", &options.starts, &options.start_count);
	check("d/e/a.py d/e/keep/gen.py ! d/e/gen.py: ignored by .gitignore");
}
END_TEST

START_TEST(all_files_are_listed_without_a_wish)
{
	make_tree("a.py b.txt c/d");
	options.wants = NULL;
	check("a.py b.txt c/d");
}
END_TEST

START_TEST(what_may_not_be_read_is_reported)
{
	sandbox_drop_rights();
	ck_assert_int_eq(chdir(sandbox), 0);
	make_tree("tree/a.py tree/d/b.py tree/e/.gitignore=*.py tree/e/c.py tree/f/g.py tree/h.py>f/g.py");
	ck_assert_int_eq(chmod("tree/d", 0) | chmod("tree/e/.gitignore", 0) | chmod("tree/f", 0), 0);
	struct err err = { 0 };
	ck_assert_msg(run("tree", &err), "%s", err.message);
	assert_str(result_text(),
		"a.py e/c.py ! d: permission denied; e/.gitignore: rules that cannot be read; "
		"f: permission denied; h.py: permission denied");
	ck_assert_int_eq(chmod("tree/d", 0700) | chmod("tree/f", 0700), 0);
	sandbox_restore_rights();
}
END_TEST

START_TEST(rules_without_end_are_not_read)
{
	struct strbuf rules = { 0 };

	while (rules.len <= 1 << 20)
		strbuf_addz(&rules, "a\n");
	sandbox_write(".gitignore", strbuf_str(&rules));
	make_tree("a.py");
	check("a.py ! .gitignore: rules that cannot be read");
	strbuf_release(&rules);
}
END_TEST

/* Deeper than any path can say: made and removed step by step. */
START_TEST(a_very_deep_tree_ends_in_a_skip)
{
	char name[201];
	struct err err = { 0 };
	size_t files;

	memset(name, 'd', 200);
	name[200] = '\0';
	for (unsigned i = 0; i < 40; i++) {
		ck_assert_int_eq(mkdir(name, 0700) | chdir(name), 0);
		make_tree("a.py");
	}
	ck_assert(run("root", &err));
	files = result.files.len;
	ck_assert_uint_gt(files, 10);
	ck_assert_uint_lt(files, 21);
	ck_assert_uint_eq(result.skips.len, 1);
	ck_assert_str_eq(result.skips.items[0].reason, "path too long");
	for (unsigned i = 0; i < 40; i++)
		ck_assert_int_eq(unlink("a.py") | chdir("..") | rmdir(name), 0);
}
END_TEST

START_TEST(two_thousand_levels_are_walked)
{
	struct err err = { 0 };

	for (unsigned i = 0; i < 1900; i++)
		ck_assert_int_eq(mkdir("d", 0700) | chdir("d"), 0);
	make_tree("a.py");
	ck_assert(run("root", &err));
	ck_assert_uint_eq(result.files.len, 1);
	ck_assert_uint_eq(result.skips.len, 0);
	ck_assert_int_eq(unlink("a.py"), 0);
	for (unsigned i = 0; i < 1900; i++)
		ck_assert_int_eq(chdir("..") | rmdir("d"), 0);
}
END_TEST

START_TEST(any_number_of_threads_gives_one_list)
{
	struct str one;

	for (unsigned i = 0; i < 300; i++) {
		char item[64];

		snprintf(item, sizeof(item), "d%u/e%u/f%u.py d%u/g%u.py", i % 7, i % 13, i, i % 7, i);
		make_tree(item);
	}
	options.jobs = 1;
	check(run("root", NULL) ? result_text().ptr : "");
	one = result_text();
	options.jobs = 7;
	check(one.ptr);
	ck_assert_uint_eq(result.files.len, 600);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("walk");

	tcase_add_checked_fixture(tests, open_tree, close_tree);
	tcase_set_timeout(tests, 60);
	unit_add_table(tests, a_plain_tree_is_listed, plain);
	unit_add_table(tests, the_configuration_excludes, exclusions);
	unit_add_table(tests, the_walk_begins_where_it_is_told, starts);
	tcase_add_test(tests, absolute_starts_are_taken_inside_of_root);
	unit_add_table(tests, a_bad_start_is_an_error, bad_starts);
	tcase_add_test(tests, the_configuration_is_above_what_is_named);
	tcase_add_test(tests, a_link_to_what_is_excluded_does_not_bring_it_in);
	tcase_add_test(tests, a_start_with_a_nul_is_an_error);
	tcase_add_test(tests, a_missing_root_is_an_error);
	tcase_add_test(tests, starts_see_the_rules_above_them);
	tcase_add_test(tests, all_files_are_listed_without_a_wish);
	tcase_add_test(tests, what_may_not_be_read_is_reported);
	tcase_add_test(tests, rules_without_end_are_not_read);
	tcase_add_test(tests, a_very_deep_tree_ends_in_a_skip);
	tcase_add_test(tests, two_thousand_levels_are_walked);
	tcase_add_test(tests, any_number_of_threads_gives_one_list);
	return unit_run("walk", tests);
}
