/* Tests of cli/scope: what the given paths mean for the root, for what is read and for what is reported. */
#include "base/base.h"
#include "cli/audit.h"

#include "base/strbuf.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

/* A git work tree with a configuration in one project of it, and a directory beside it without either. */
static void fill_sandbox(void)
{
	sandbox_open();
	sandbox_make_dir("git/.git");
	sandbox_write("git/lib/a/x.py", STR(""));
	sandbox_write("git/lib/b/y.py", STR(""));
	sandbox_write("git/app/canonry.yaml", STR(""));
	sandbox_write("git/app/src/z.py", STR(""));
	sandbox_write("plain/one/p.py", STR(""));
	sandbox_write("plain/two/q.py", STR(""));
	sandbox_write("plain/canonry.yml", STR(""));
}

static const struct {
	const char *cwd;
	const char *paths[4];
	const char *scope;
} scopes[] = {
	{ "git", { NULL }, "root=git" },
	{ "git/lib", { NULL }, "root=git/lib" },
	{ "git", { "lib" }, "root=git/lib prefix=lib/" },
	{ "git", { "lib/" }, "root=git/lib prefix=lib/" },
	{ "git/lib", { ".." }, "root=git" },
	{ "git", { "lib/a", "lib/b" }, "root=git/lib prefix=lib/ start=a start=b" },
	{ "git", { "lib/a", "app" }, "root=git start=app start=lib/a" },
	{ "git", { "lib/a", "lib" }, "root=git/lib prefix=lib/" },
	{ "git", { "lib/b", "lib/a", "lib/b" }, "root=git/lib prefix=lib/ start=a start=b" },
	/* A file is seen beside the rest of its project. */
	{ "git", { "lib/a/x.py" }, "root=git focus=lib/a/x.py" },
	{ "git/lib/a", { "x.py" }, "root=git focus=lib/a/x.py" },
	{ "git", { "lib/a/x.py", "lib/b" }, "root=git focus=lib/a/x.py focus=lib/b" },
	{ "git", { "lib/a/x.py", "lib/a" }, "root=git focus=lib/a" },
	{ "plain", { "one/p.py" }, "root=plain focus=one/p.py" },
	{ "plain/one", { "../two/q.py" }, "root=plain/two focus=q.py" },
	/* A configuration above, inside of the same git work tree, makes its directory the root. */
	{ "git", { "app/src" }, "root=git/app prefix=app/ start=src" },
	{ "git/app", { NULL }, "root=git/app" },
	{ "git", { "app/src/z.py" }, "root=git/app prefix=app/ focus=src/z.py" },
	{ "plain", { "one" }, "root=plain/one prefix=one/" },
};

static struct str below_sandbox(struct str path)
{
	size_t len = strlen(sandbox);

	ck_assert(path.len > len);
	return str_slice(path, len + 1, path.len);
}

static void describe(const struct audit_scope *scope, struct strbuf *out)
{
	strbuf_printf(out, "root=" STR_FMT, STR_ARG(below_sandbox(scope->root)));
	if (scope->prefix.len)
		strbuf_printf(out, " prefix=" STR_FMT, STR_ARG(scope->prefix));
	for (size_t i = 0; i < scope->start_count; i++)
		strbuf_printf(out, " start=" STR_FMT, STR_ARG(scope->starts[i]));
	for (size_t i = 0; i < scope->focus_count; i++)
		strbuf_printf(out, " focus=" STR_FMT, STR_ARG(scope->focus[i]));
}

static size_t count_paths(const char *const *paths)
{
	size_t count = 0;

	while (paths[count])
		count++;
	return count;
}

START_TEST(paths_mean_a_root)
{
	struct audit_options o = { .paths = scopes[_i].paths, .path_count = count_paths(scopes[_i].paths) };
	struct arena a = { 0 };
	struct audit_scope scope = { 0 };
	struct strbuf out = { 0 };
	struct err err = { 0 };

	fill_sandbox();
	ck_assert_int_eq(chdir(scopes[_i].cwd), 0);
	ck_assert_msg(audit_find_scope(&o, &a, &scope, &err), "%s", err.message);
	describe(&scope, &out);
	ck_assert_str_eq(out.ptr, scopes[_i].scope);
	strbuf_release(&out);
	arena_release(&a);
	sandbox_close();
}
END_TEST

START_TEST(what_is_not_there_is_an_error)
{
	static const char *const missing[] = { "nope" }, *const device[] = { "/dev/null" };
	struct arena a = { 0 };
	struct audit_scope scope;
	struct err err = { 0 };

	ck_assert(!audit_find_scope(&(struct audit_options){ .paths = missing, .path_count = 1 }, &a, &scope, &err));
	ck_assert_str_eq(err.message, "cannot audit nope: No such file or directory");
	err = (struct err){ 0 };
	ck_assert(!audit_find_scope(&(struct audit_options){ .paths = device, .path_count = 1 }, &a, &scope, &err));
	ck_assert_str_eq(err.message, "cannot audit /dev/null: it is neither a file nor a directory");
	arena_release(&a);
}
END_TEST

START_TEST(only_paths_reads_files_alone)
{
	static const char *const paths[] = { "lib/a/x.py" };
	struct audit_options o = { .paths = paths, .path_count = 1, .only_paths = true };
	struct arena a = { 0 };
	struct audit_scope scope = { 0 };
	struct err err = { 0 };

	fill_sandbox();
	ck_assert_int_eq(chdir("git"), 0);
	ck_assert_msg(audit_find_scope(&o, &a, &scope, &err), "%s", err.message);
	assert_str(below_sandbox(scope.root), "git/lib/a");
	ck_assert_uint_eq(scope.start_count, 1);
	assert_str(scope.starts[0], "x.py");
	ck_assert_uint_eq(scope.focus_count, 0);
	arena_release(&a);
	sandbox_close();
}
END_TEST

START_TEST(a_path_is_covered_by_itself_and_by_what_is_above)
{
	static const struct str paths[] = { STR_INIT("a/b"), STR_INIT("a/bc.py"), STR_INIT("z") };
	static const struct str all[] = { STR_INIT("") };

	ck_assert(scope_covers(paths, 3, STR("a/b")));
	ck_assert(scope_covers(paths, 3, STR("a/b/c/d.py")));
	ck_assert(scope_covers(paths, 3, STR("a/bc.py")));
	ck_assert(!scope_covers(paths, 3, STR("a/bd.py")));
	ck_assert(!scope_covers(paths, 3, STR("a")));
	ck_assert(!scope_covers(NULL, 0, STR("a")));
	ck_assert(scope_covers(all, 1, STR("a/b")));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("scope");

	unit_add_table(tests, paths_mean_a_root, scopes);
	tcase_add_test(tests, what_is_not_there_is_an_error);
	tcase_add_test(tests, only_paths_reads_files_alone);
	tcase_add_test(tests, a_path_is_covered_by_itself_and_by_what_is_above);
	return unit_run("scope", tests);
}
