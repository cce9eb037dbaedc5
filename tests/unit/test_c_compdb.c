/* Tests of compile databases: both forms, quoting, response files, duplicates, what libclang is to get, where one lies. */
#include "base/base.h"
#include "analyzers/lang/c/compdb.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "tests/unit/sandbox.h"
#include "tests/unit/unit.h"

static void join(struct strbuf *out, const struct str *words, uint32_t count)
{
	strbuf_addz(out, "");
	for (uint32_t i = 0; i < count; i++) {
		strbuf_addz(out, i > 0 ? "|" : "");
		strbuf_add(out, words[i]);
	}
}

/* --- Words --- */

static const struct {
	const char *command, *words;
} splits[] = {
	{ "", "" },
	{ "  cc  -c\ta.c\n", "cc|-c|a.c" },
	{ "cc '-DA=\"b c\"'", "cc|-DA=\"b c\"" },
	{ "cc \"-DA=\\\"b\\\"\"", "cc|-DA=\"b\"" },
	{ "cc -DA=\\\"b\\\"", "cc|-DA=\"b\"" },
	{ "cc a\\ b", "cc|a b" },
	{ "cc \"a\\b\"", "cc|a\\b" },
	{ "cc ''", "cc|" },
	{ "cc 'open", "cc|open" },
	{ "cc a\\", "cc|a\\" },
};

START_TEST(commands_are_split_as_a_shell_does)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct arena arena = { 0 };
	uint32_t count;
	struct str *words = compdb_split(str_from(splits[_i].command), &arena, &count);

	join(&text, words, count);
	ck_assert_str_eq(text.ptr, splits[_i].words);
	arena_release(&arena);
}
END_TEST

/* --- Flags --- */

static const struct {
	const char *command, *flags;
} flags[] = {
	{ "-c a.c -o a.o", "" },
	{ "-Iinc -I inc2 -I/abs -I. a.c", "-I/d/inc|-I|/d/inc2|-I/abs|-I/d" },
	{ "-isystem sys -iquote q -idirafter=x", "-isystem|/d/sys|-iquote|/d/q|-idirafter=x" },
	{ "-isystem/sys", "-isystem/sys" },
	{ "-DA=1 -D B -UC -U D", "-DA=1|-D|B|-UC|-U|D" },
	{ "-std=gnu11 -std=c++17 -ansi -x c", "-std=gnu11|-std=c++17|-ansi|-x|c" },
	{ "-include config.h -imacros m.h", "-include|config.h|-imacros|m.h" },
	{ "-MD -MMD -MP -MF a.d -MT a.o -MQ x -MFjoined", "" },
	{ "-Wall -Wextra -Wno-x -Werror -w -pedantic", "" },
	{ "-Wp,-DA=1,-MD,a.d,-UB", "-DA=1|-UB" },
	{ "-Wl,-z,now -lm -L lib -l z -shared -rdynamic", "" },
	{ "-g -ggdb3 -pipe -save-temps", "" },
	{ "-O2", "-O2" },
	{ "-fPIC -fno-exceptions -fshort-enums -funsigned-char",
		"-fPIC|-fno-exceptions|-fshort-enums|-funsigned-char" },
	{ "-fno-ipa-ra -fconserve-stack -fplugin=x.so -flto=auto -fanalyzer", "" },
	{ "-m32 -msse4.2 -march=native", "-m32|-msse4.2|-march=native" },
	{ "-mpreferred-stack-boundary=3 -mindirect-branch=thunk-extern -mrecord-mcount -mtune=generic", "" },
	{ "--param ssp-buffer-size=4 -T script.ld -Xlinker x -specs=y.specs", "" },
	{ "-nostdinc -pthread --sysroot=/s -target arm-none-eabi",
		"-nostdinc|-pthread|--sysroot=/s|-target|arm-none-eabi" },
	{ "-c -- -DX a.c", "" },
	{ "-I", "" },
	{ "lib.a x.o", "" },
};

START_TEST(flags_keep_what_says_what_the_code_means)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct arena arena = { 0 };
	uint32_t count, kept;
	struct str *words = compdb_split(str_from(flags[_i].command), &arena, &count), *result;

	compdb_flags(STR("/d"), STR("/d/a.c"), words, count, &arena, &result, &kept);
	join(&text, result, kept);
	ck_assert_str_eq(text.ptr, flags[_i].flags);
	arena_release(&arena);
}
END_TEST

/* --- Databases --- */

static const struct {
	const char *text;
	uint32_t count, duplicates;
	const char *first; /* file, compiler and flags of the first entry */
} databases[] = {
	{ "[]", 0, 0, "" },
	{ "[{\"directory\":\"/nowhere\",\"file\":\"a.c\",\"command\":\"cc -DA -c a.c\"}]", 1, 0,
		"/nowhere/a.c cc -DA" },
	{ "[{\"directory\":\"/nowhere\",\"file\":\"../b/a.c\",\"arguments\":[\"cc\",\"-DA B\"]}]", 1, 0,
		"/b/a.c cc -DA B" },
	{ "[{\"directory\":\"sub\",\"file\":\"a.c\",\"command\":\"gcc\"}]", 1, 0, "/base/sub/a.c gcc " },
	{ "[{\"directory\":\"/n\",\"file\":\"a.c\",\"command\":\"ccache cc -DA -c a.c\"}]", 1, 0, "/n/a.c cc -DA" },
	{ "[{\"directory\":\"/n\",\"file\":\"a.c\",\"command\":\"env A=b cc -DA -c a.c\"}]", 1, 0, "/n/a.c cc -DA" },
	{ "[{\"directory\":\"/n\",\"file\":\"a.c\",\"command\":\"cc -DA -c a.c -o 1\"},"
	  "{\"directory\":\"/n\",\"file\":\"a.c\",\"command\":\"cc -DB -c a.c\"},"
	  "{\"directory\":\"/n\",\"file\":\"./a.c\",\"command\":\"cc -DA -c a.c -o 2\"}]",
		2, 1, "/n/a.c cc -DA" },
	{ "[{\"directory\":\"/n\",\"file\":\"b.c\",\"command\":\"cc\"},"
	  "{\"directory\":\"/n\",\"file\":\"a.c\",\"command\":\"cc\"}]",
		2, 0, "/n/a.c cc " },
	{ "[{\"directory\":\"/n\",\"file\":\"a.c\",\"command\":\"\"}]", 1, 0, "/n/a.c  " },
};

START_TEST(databases_are_read)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct compdb db;

	ck_assert_msg(
		compdb_parse("/base/db.json", str_from(databases[_i].text), &arena, &db, &err), "%s", err.message);
	ck_assert_uint_eq(db.count, databases[_i].count);
	ck_assert_uint_eq(db.duplicate_count, databases[_i].duplicates);
	ck_assert_uint_eq(db.missing_count, db.count);
	strbuf_addz(&text, "");
	if (db.count > 0) {
		strbuf_printf(
			&text, STR_FMT " " STR_FMT " ", STR_ARG(db.entries[0].file), STR_ARG(db.entries[0].compiler));
		join(&text, db.entries[0].flags, db.entries[0].flag_count);
	}
	ck_assert_str_eq(text.ptr, databases[_i].first);
	arena_release(&arena);
}
END_TEST

static const struct {
	const char *text, *message;
} broken[] = {
	{ "", "/db.json:1:1: this is no JSON" },
	{ "[\n  {\"directory\": }\n]", "/db.json:2:17: this is no JSON" },
	{ "{}", "/db.json: not a list of commands" },
	{ "[1]", "/db.json: entry 0 is no object" },
	{ "[{\"directory\":\"/n\"}]", "/db.json: entry 0 has no \"file\"" },
	{ "[{\"file\":\"a\"}]", "/db.json: entry 0 has no \"directory\"" },
	{ "[{\"directory\":\"/n\",\"file\":\"a.c\"}]", "/db.json: entry 0 has neither \"arguments\" nor \"command\"" },
	{ "[{\"directory\":\"/n\",\"file\":\"a.c\",\"arguments\":[1]}]",
		"/db.json: entry 0: an argument is no string" },
};

START_TEST(broken_databases_say_where)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct compdb db;

	ck_assert(!compdb_parse("/db.json", str_from(broken[_i].text), &arena, &db, &err));
	ck_assert_str_eq(err.message, broken[_i].message);
	arena_release(&arena);
}
END_TEST

/* --- On disk --- */

static void put(struct arena *a, const char *name, const char *text)
{
	struct err err = { 0 };
	struct str path = arena_printf(a, "%s/%s", sandbox, name), folder = arena_str(a, path_dir(path));

	ck_assert(file_make_dirs(folder.ptr, &err));
	ck_assert_msg(file_write_atomic(path.ptr, str_from(text), &err), "%s", err.message);
}

START_TEST(response_files_are_put_in_place)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct compdb db;

	put(&arena, "a.c", "int a;\n");
	put(&arena, "flags.rsp", "-DA \"-DB=c d\"\n@more.rsp");
	put(&arena, "more.rsp", "-Iinc @none.rsp @flags.rsp");
	put(&arena, "compile_commands.json",
		"[{\"directory\":\".\",\"file\":\"a.c\",\"command\":\"cc @flags.rsp -c a.c\"}]");
	ck_assert_msg(compdb_read(arena_printf(&arena, "%s/compile_commands.json", sandbox).ptr, &arena, &db, &err),
		"%s", err.message);
	ck_assert_uint_eq(db.count, 1);
	ck_assert_uint_eq(db.missing_count, 0);
	join(&text, db.entries[0].flags, 3);
	ck_assert_str_eq(text.ptr, arena_printf(&arena, "-DA|-DB=c d|-I%s/inc", sandbox).ptr);
	arena_release(&arena);
}
END_TEST

START_TEST(two_ways_to_one_file_are_one_file)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct compdb db;
	uint32_t first;

	put(&arena, "real/a.c", "int a;\n");
	ck_assert_int_eq(symlink("real", arena_printf(&arena, "%s/link", sandbox).ptr), 0);
	put(&arena, "compile_commands.json",
		"[{\"directory\":\".\",\"file\":\"real/a.c\",\"command\":\"cc -DA\"},"
		"{\"directory\":\".\",\"file\":\"link/a.c\",\"command\":\"cc -DB\"},"
		"{\"directory\":\".\",\"file\":\"gone.c\",\"command\":\"cc\"}]");
	ck_assert(compdb_read(arena_printf(&arena, "%s/compile_commands.json", sandbox).ptr, &arena, &db, &err));
	ck_assert_uint_eq(db.missing_count, 1);
	ck_assert_uint_eq(compdb_entries_of(&db, arena_printf(&arena, "%s/real/a.c", sandbox), &first), 2);
	ck_assert_uint_eq(compdb_entries_of(&db, arena_printf(&arena, "%s/link/a.c", sandbox), &first), 0);
	arena_release(&arena);
}
END_TEST

START_TEST(the_database_of_a_tree_is_found)
{
	struct arena arena = { 0 };
	struct str path;

	ck_assert(!compdb_find(sandbox, &arena, &path));
	put(&arena, "other/compile_commands.json", "[]");
	ck_assert(!compdb_find(sandbox, &arena, &path));
	put(&arena, "build-x/compile_commands.json", "[]");
	ck_assert(compdb_find(sandbox, &arena, &path));
	assert_str(path, arena_printf(&arena, "%s/build-x/compile_commands.json", sandbox).ptr);
	put(&arena, "compile_commands.json", "[]");
	ck_assert(compdb_find(sandbox, &arena, &path));
	assert_str(path, arena_printf(&arena, "%s/compile_commands.json", sandbox).ptr);
	arena_release(&arena);
}
END_TEST

/* All of an entry's flags, with the roots as OLD and NEW. */
static void join_moved(struct strbuf *out, const struct compdb_entry *e, struct str from, struct str to)
{
	strbuf_addz(out, "");
	for (uint32_t i = 0; i < e->flag_count; i++) {
		struct str flag = e->flags[i];
		size_t slash = str_find(flag, '/');
		struct str path = str_slice(flag, slash, flag.len), root = path_is_inside(path, from) ? from : to;

		strbuf_addz(out, i ? "|" : "");
		strbuf_add(out, str_slice(flag, 0, slash));
		if (path_is_inside(path, root))
			strbuf_addz(out, root.ptr == from.ptr ? "OLD" : "NEW");
		strbuf_add(out, path_is_inside(path, root) ? str_slice(path, root.len, path.len) : path);
	}
}

START_TEST(a_database_moves_with_a_copy_of_its_tree)
{
	struct arena arena = { 0 };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str old = arena_printf(&arena, "%s/old", sandbox), new = arena_printf(&arena, "%s/new", sandbox);
	struct compdb db, moved;

	put(&arena, "old/src/a.c", "");
	put(&arena, "old/src/later.c", "");
	put(&arena, "old/inc/a.h", "");
	put(&arena, "old/build/made.h", "");
	put(&arena, "new/src/a.c", "");
	put(&arena, "new/inc/a.h", "");
	put(&arena, "old/compile_commands.json",
		"[{\"directory\":\".\",\"file\":\"src/a.c\",\"command\":\"cc -DX=1 -Iinc -isystem build -I/usr/include -include inc/a.h src/a.c\"},"
		"{\"directory\":\".\",\"file\":\"src/later.c\",\"command\":\"cc src/later.c\"},"
		"{\"directory\":\"/\",\"file\":\"elsewhere.c\",\"command\":\"cc elsewhere.c\"}]");
	ck_assert(compdb_open(NULL, old, &arena, &db, NULL));
	ck_assert_uint_eq(db.count, 3);
	compdb_move(&db, old, new, &arena, &moved);
	ck_assert_uint_eq(moved.count, 1);
	assert_str(moved.entries[0].real, arena_printf(&arena, STR_FMT "/src/a.c", STR_ARG(new)).ptr);
	assert_str(moved.entries[0].directory, new.ptr);
	ck_assert(moved.entries[0].flag_hash == compdb_hash(&moved.entries[0]));
	join_moved(&text, &moved.entries[0], old, new);
	ck_assert_str_eq(text.ptr, "-DX=1|-INEW/inc|-isystem|OLD/build|-I/usr/include|-include|NEW/inc/a.h|"
				   "-idirafter|OLD/inc|-idirafter|OLD/src");
	arena_release(&arena);
}
END_TEST

static void assert_refused(const char *given, const char *part)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct compdb db;

	ck_assert(!compdb_open(given, str_from(sandbox), &arena, &db, &err));
	ck_assert_msg(strstr(err.message, part), "%s", err.message);
	ck_assert_uint_gt(db.path.len, 0);
	arena_release(&arena);
}

START_TEST(a_database_that_is_named_has_to_be_good)
{
	struct arena arena = { 0 };

	put(&arena, "broken.json", "[\n {]");
	put(&arena, "foreign.json", "[{\"directory\":\"/\",\"file\":\"far/away.c\",\"command\":\"cc\"}]");
	put(&arena, "empty.json", "[]");
	assert_refused(arena_printf(&arena, "%s/gone.json", sandbox).ptr, "No such file");
	assert_refused(arena_printf(&arena, "%s/broken.json", sandbox).ptr, "broken.json:2:3: ");
	assert_refused(arena_printf(&arena, "%s/foreign.json", sandbox).ptr, "no command of it compiles a file below");
	assert_refused(arena_printf(&arena, "%s/empty.json", sandbox).ptr, "no command of it compiles a file below");
	assert_refused(sandbox, "No such file");
	arena_release(&arena);
}
END_TEST

START_TEST(a_database_may_be_named_by_its_folder_or_not_at_all)
{
	struct arena arena = { 0 };
	struct err err = { 0 };
	struct compdb db;

	ck_assert(compdb_open(NULL, str_from(sandbox), &arena, &db, &err));
	ck_assert_uint_eq(db.path.len, 0);
	put(&arena, "made/compile_commands.json", "[{\"directory\":\"..\",\"file\":\"a.c\",\"command\":\"cc\"}]");
	ck_assert_msg(compdb_open(arena_printf(&arena, "%s/made", sandbox).ptr, str_from(sandbox), &arena, &db, &err), "%s", err.message);
	ck_assert_uint_eq(db.count, 1);
	arena_release(&arena);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("c_compdb");

	tcase_add_checked_fixture(tests, sandbox_open, sandbox_close);
	unit_add_table(tests, commands_are_split_as_a_shell_does, splits);
	unit_add_table(tests, flags_keep_what_says_what_the_code_means, flags);
	unit_add_table(tests, databases_are_read, databases);
	unit_add_table(tests, broken_databases_say_where, broken);
	tcase_add_test(tests, response_files_are_put_in_place);
	tcase_add_test(tests, two_ways_to_one_file_are_one_file);
	tcase_add_test(tests, the_database_of_a_tree_is_found);
	tcase_add_test(tests, a_database_moves_with_a_copy_of_its_tree);
	tcase_add_test(tests, a_database_that_is_named_has_to_be_good);
	tcase_add_test(tests, a_database_may_be_named_by_its_folder_or_not_at_all);
	return unit_run("c_compdb", tests);
}
