/* Tests of what build files and a compile database say of a source: is it built by anybody? */
#include "base/base.h"
#include "analyzers/lang/c/built.h"

#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static const struct {
	const char *build_file, *text;
	enum built built; /* of src/conn.c */
} rows[] = {
	{ NULL, NULL, BUILT_UNKNOWN },
	{ "notes.txt", "conn.c", BUILT_UNKNOWN },
	{ "Makefile", "OBJECTS = main.o\n", BUILT_NO },
	{ "Makefile", "OBJECTS = main.o src/conn.o\n", BUILT_YES },
	{ "Makefile", "OBJECTS = src/conn_pool.o src/my_conn.o src/connect.o my-conn.o\n", BUILT_NO },
	{ "Makefile", "OBJECTS = src/conn_pool.o src/conn.o\n", BUILT_YES },
	{ "Makefile", "SOURCES = $(wildcard src/*.c)\n", BUILT_YES },
	{ "src/meson.build", "sources = files('conn.c')\n", BUILT_YES },
	{ "src/meson.build", "sources = files('main.c')\n", BUILT_NO },
	{ "src/CMakeLists.txt", "file(GLOB SOURCES CONFIGURE_DEPENDS)\n", BUILT_YES },
	{ "CMakeLists.txt", "add_library(net src/conn.c)", BUILT_YES },
	{ "Makefile", "", BUILT_NO },
	{ "Makefile", "conn", BUILT_YES },
};

START_TEST(build_files_name_what_is_built)
{
	struct arena arena = { 0 };

	sandbox_make_dir("src");
	if (rows[_i].build_file)
		sandbox_write(rows[_i].build_file, str_from(rows[_i].text));
	ck_assert_int_eq(built_find(str_from(sandbox), STR("src/conn.c"), NULL), rows[_i].built);
	arena_release(&arena);
}
END_TEST

START_TEST(one_that_names_it_is_enough)
{
	struct arena arena = { 0 };

	sandbox_make_dir("src");
	sandbox_write("Makefile", STR("main.o"));
	sandbox_write("src/Makefile", STR("conn.o"));
	ck_assert_int_eq(built_find(str_from(sandbox), STR("src/conn.c"), NULL), BUILT_YES);
	arena_release(&arena);
}
END_TEST

START_TEST(a_database_says_it_too)
{
	struct arena arena = { 0 };
	struct compdb db = { 0 };
	struct err err = { 0 };

	sandbox_make_dir("src");
	sandbox_write("src/conn.c", STR("int a;\n"));
	ck_assert(compdb_parse(arena_printf(&arena, "%s/compile_commands.json", sandbox).ptr,
		STR("[{ \"directory\": \".\", \"file\": \"src/conn.c\", \"command\": \"cc -c src/conn.c\" }]"), &arena, &db, &err));
	ck_assert_int_eq(built_find(str_from(sandbox), STR("src/conn.c"), &db), BUILT_YES);
	ck_assert_int_eq(built_find(str_from(sandbox), STR("src/other.c"), &db), BUILT_NO);
	sandbox_write("Makefile", STR("conn.o other.o"));
	ck_assert_int_eq(built_find(str_from(sandbox), STR("src/other.c"), &db), BUILT_YES);
	arena_release(&arena);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("c_built");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	unit_add_table(tests, build_files_name_what_is_built, rows);
	tcase_add_test(tests, one_that_names_it_is_enough);
	tcase_add_test(tests, a_database_says_it_too);
	return unit_run("c_built", tests);
}
