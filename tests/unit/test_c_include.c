/* Tests of the search for an include's file: order of directories, symbolic links, what is refused, the compiler's own. */
#include "base/base.h"
#include "analyzers/lang/c/include_resolve.h"

#include <string.h>
#include <unistd.h>

#include "analyzers/lang/c/compdb.h"
#include "base/file.h"
#include "base/path.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

/* A tree with one header of each place. */
static const char *const files[] = { "src/a.c", "src/own.h", "src/both.h", "q/both.h", "q/quoted.h", "q/order.h",
	"i/both.h", "i/order.h", "i/deep/x.h", "j/order.h", "j/later.h", "s/sys.h", "s/order.h", "z/after.h", "z/sys.h",
	NULL };

struct tree {
	struct arena arena;
	struct include_dirs dirs;
	struct include_resolver resolver;
};

static void tree_make(struct tree *t)
{
	struct err err = { 0 };
	uint32_t count;
	struct str command, *flags;

	for (const char *const *file = files; *file; file++) {
		struct str path = arena_printf(&t->arena, "%s/%s", sandbox, *file);

		ck_assert(file_make_dirs(arena_str(&t->arena, path_dir(path)).ptr, &err));
		ck_assert(file_write_atomic(path.ptr, STR("\n"), &err));
	}
	ck_assert_int_eq(symlink("own.h", arena_printf(&t->arena, "%s/src/alias.h", sandbox).ptr), 0);
	command = arena_printf(&t->arena, "-DI -D -Ifoo -idirafter %s/z -I%s/i -isystem %s/s -iquote %s/q -I %s/j",
		sandbox, sandbox, sandbox, sandbox, sandbox);
	flags = compdb_split(command, &t->arena, &count);
	include_dirs_from(flags, count, NULL, 0, &t->arena, &t->dirs);
	include_resolver_init(&t->resolver);
}

static void tree_release(struct tree *t)
{
	include_resolver_release(&t->resolver);
	arena_release(&t->arena);
}

static const struct {
	enum cinclude_form form;
	const char *path;
	enum include_answer answer;
	const char *real; /* below the tree */
	bool is_system;
} searches[] = {
	{ CINCLUDE_QUOTED, "own.h", INCLUDE_FOUND, "src/own.h", false },
	{ CINCLUDE_ANGLED, "own.h", INCLUDE_MISSING, NULL, false },
	{ CINCLUDE_QUOTED, "both.h", INCLUDE_FOUND, "src/both.h", false },
	{ CINCLUDE_ANGLED, "both.h", INCLUDE_FOUND, "i/both.h", false },
	{ CINCLUDE_QUOTED, "quoted.h", INCLUDE_FOUND, "q/quoted.h", false },
	{ CINCLUDE_ANGLED, "quoted.h", INCLUDE_MISSING, NULL, false },
	{ CINCLUDE_QUOTED, "order.h", INCLUDE_FOUND, "q/order.h", false },
	{ CINCLUDE_ANGLED, "order.h", INCLUDE_FOUND, "i/order.h", false },
	{ CINCLUDE_ANGLED, "later.h", INCLUDE_FOUND, "j/later.h", false },
	{ CINCLUDE_ANGLED, "sys.h", INCLUDE_FOUND, "s/sys.h", true },
	{ CINCLUDE_ANGLED, "after.h", INCLUDE_FOUND, "z/after.h", true },
	{ CINCLUDE_ANGLED, "deep/../deep/x.h", INCLUDE_FOUND, "i/deep/x.h", false },
	{ CINCLUDE_QUOTED, "../i/deep/x.h", INCLUDE_FOUND, "i/deep/x.h", false },
	{ CINCLUDE_QUOTED, "alias.h", INCLUDE_FOUND, "src/own.h", false },
	{ CINCLUDE_ANGLED, "deep", INCLUDE_MISSING, NULL, false },
	{ CINCLUDE_QUOTED, "none.h", INCLUDE_MISSING, NULL, false },
	{ CINCLUDE_QUOTED, "", INCLUDE_MISSING, NULL, false },
	{ CINCLUDE_MACRO, "HEADER", INCLUDE_COMPUTED, NULL, false },
	{ CINCLUDE_NEXT, "own.h", INCLUDE_REFUSED, NULL, false },
};

START_TEST(includes_are_found_as_a_compiler_finds_them)
{
	struct tree t = { 0 };
	struct include_target target = { 0 };
	struct cinclude in = { .form = searches[_i].form, .path = str_from(searches[_i].path) };

	tree_make(&t);
	for (int again = 0; again < 2; again++) { /* the second time from memory */
		struct str includer = arena_printf(&t.arena, "%s/src/a.c", sandbox);

		ck_assert_int_eq(include_resolve(&t.resolver, &t.dirs, includer, &in, &target), searches[_i].answer);
		if (searches[_i].real) {
			assert_str(target.real, arena_printf(&t.arena, "%s/%s", sandbox, searches[_i].real).ptr);
			ck_assert(target.is_system == searches[_i].is_system);
		}
	}
	tree_release(&t);
}
END_TEST

START_TEST(the_compilers_own_directories_come_last)
{
	const struct str flags[] = { STR("-isystem"), STR("/a"), STR("-I/b") }, own[] = { STR("/own") };
	const struct str bare[] = { STR("-nostdinc") };
	struct arena arena = { 0 };
	struct include_dirs dirs;

	include_dirs_from(flags, 3, own, 1, &arena, &dirs);
	ck_assert_uint_eq(dirs.system_count, 2);
	assert_str(dirs.system[1], "/own");
	include_dirs_from(bare, 1, own, 1, &arena, &dirs);
	ck_assert_uint_eq(dirs.system_count, 0);
	arena_release(&arena);
}
END_TEST

START_TEST(a_compiler_says_where_its_headers_are)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct str *own = NULL;
	uint32_t count = 0;
	struct include_resolver resolver;
	struct include_target target;
	struct include_dirs dirs;

	ck_assert_msg(include_dirs_ask("cc", false, &arena, &own, &count, &err), "%s", err.message);
	include_dirs_from(NULL, 0, own, count, &arena, &dirs);
	include_resolver_init(&resolver);
	ck_assert_int_eq(include_resolve_spelling(&resolver, &dirs, STR("/x/a.c"), STR("stdio.h"), true, &target),
		INCLUDE_FOUND);
	ck_assert(target.is_system);
	include_resolver_release(&resolver);
	ck_assert(!include_dirs_ask("no-such-compiler", false, &arena, &own, &count, &err));
	ck_assert_str_eq(err.message, "no-such-compiler does not say where its headers are");
	arena_release(&arena);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("c_include");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	unit_add_table(tests, includes_are_found_as_a_compiler_finds_them, searches);
	tcase_add_test(tests, the_compilers_own_directories_come_last);
	tcase_add_test(tests, a_compiler_says_where_its_headers_are);
	return unit_run("c_include", tests);
}
