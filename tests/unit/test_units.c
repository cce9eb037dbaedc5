/* Tests of rewriters/units: who reads a file, under every set of flags, and whether a change compiles. */
#include "base/base.h"
#include "rewriters/units.h"

#include "analyzers/lang/c/clang_check.h"
#include "base/path.h"
#include "rewriters/planner.h"
#include "tests/unit/code_base.h"
#include "tests/unit/unit.h"

static struct code_base base;
static struct planner_memo memo;
static struct arena arena;

static const char tree[] = "--- inc/lamp.h\n#ifndef LAMP_H\n#define LAMP_H\nstruct lamp;\nstruct lamp *lamp_new(void);\n#endif\n"
			   "--- inc/all.h\n#include \"lamp.h\"\n"
			   "--- win/all.h\n"
			   "--- src/main.c\n#include \"../inc/lamp.h\"\nvoid *f(void) { return lamp_new(); }\n"
			   "--- src/both.c\n#include <all.h>\n#ifdef BIG\nint big;\n#endif\n"
			   "--- src/dead.c\n#if 0\n#include \"../inc/lamp.h\"\n#endif\n"
			   "--- src/named.c\n#define WHICH \"../inc/all.h\"\n#include WHICH\n"
			   "--- src/open.c\n#define MADE(x) <x.h>\n#define OPEN MADE(stddef)\n#include OPEN\n"
			   "--- src/flag.c\n#include FROM_FLAGS\n#ifdef NOWHERE\n#include NOWHERE\n#endif\n"
			   "--- src/lone.c\nint lone;\n"
			   "--- src/broken.c\n#include \"../inc/lamp.h\"\nint f(void) { return lost; }\n"
			   "--- src/out.c\n#include \"../inc/lamp.h\"\n";

/* out.c is built by nobody. */
static const char *const commands[][2] = {
	{ "src/both.c", "-Iinc -DBIG" }, { "src/both.c", "-Iwin" },	      { "src/broken.c", "" }, { "src/dead.c", "" },
	{ "src/flag.c", "'-DFROM_FLAGS=\\\"../inc/all.h\\\"'" },
	{ "src/lone.c", "" },		 { "src/main.c", "-Wall -Werror" }, { "src/named.c", "" },  { "src/open.c", "" },
};

static void write_database(void)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < ARRAY_LEN(commands); i++)
		strbuf_printf(&text, "%s{\"directory\": \"%s\", \"file\": \"%s\", \"command\": \"cc -c %s %s\"}", i ? ",\n" : "[\n", sandbox,
			      commands[i][0], commands[i][1], commands[i][0]);
	strbuf_addz(&text, "\n]\n");
	sandbox_write("compile_commands.json", strbuf_str(&text));
}

static struct units *open_tree(bool with_database)
{
	sandbox_open();
	code_base_write(tree);
	if (with_database)
		write_database();
	code_base_read(&base, "", NULL, 0);
	return units_of(&memo, &base.project);
}

static void close_tree(void)
{
	planner_memo_release(&memo);
	memo = (struct planner_memo){ 0 };
	code_base_release(&base);
	arena_release(&arena);
	sandbox_close();
}

/* "both.c main.c": the main files, each configuration for itself. */
static const char *names_of(struct units *u, const uint32_t *units, uint32_t count)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	for (uint32_t i = 0; i < count; i++) {
		strbuf_addz(&text, i ? " " : "");
		strbuf_add(&text, path_base(units_get(u, units[i])->path));
	}
	return arena_str(&arena, strbuf_str(&text)).ptr;
}

static const struct {
	const char *file, *readers;
} reads[] = {
	{ "inc/lamp.h", "both.c broken.c dead.c flag.c main.c named.c open.c" },
	{ "inc/all.h", "both.c flag.c named.c open.c" },
	{ "win/all.h", "both.c open.c" },
	{ "src/both.c", "both.c both.c open.c" },
	{ "src/lone.c", "lone.c open.c" },
	{ "src/out.c", "open.c" },
};

START_TEST(all_units_that_may_read_a_file_are_found)
{
	struct units *u = open_tree(true);
	const uint32_t *units;
	uint32_t count = units_that_read(u, code_base_file(&base, str_from(reads[_i].file)), &units);

	ck_assert_ptr_null(units_refusal(u));
	ck_assert_uint_eq(units_count(u), ARRAY_LEN(commands));
	ck_assert_str_eq(names_of(u, units, count), reads[_i].readers);
	close_tree();
}
END_TEST

START_TEST(a_file_that_is_amended_is_asked_for_what_it_includes_then)
{
	struct units *u = open_tree(true);
	file_id lone = code_base_file(&base, STR("src/lone.c")), lamp = code_base_file(&base, STR("inc/lamp.h"));
	struct amendment change = { .file = lone, .bytes = STR("#include \"../inc/lamp.h\"\n") };
	const uint32_t *units;
	uint32_t before = units_that_read(u, lamp, &units);

	project_amend(&base.project, &change, 1);
	ck_assert_uint_eq(units_that_read(u, lamp, &units), before + 1);
	close_tree();
}
END_TEST

START_TEST(without_a_database_nothing_can_be_parsed)
{
	struct units *u = open_tree(false);
	const struct clang_outcome **outcomes;
	struct err err = { 0 };

	ck_assert_str_eq(units_refusal(u), "there is no compile_commands.json");
	ck_assert_uint_eq(units_count(u), 0);
	ck_assert(!units_parse(u, NULL, 0, NULL, 0, &arena, &outcomes, &err));
	close_tree();
}
END_TEST

START_TEST(references_come_from_units_that_can_mention_the_name)
{
	struct units *u = open_tree(true);
	struct clang_target target = { .kind = CLANG_FUNCTION, .name = STR("lamp_new") };
	struct unit_refs found;
	struct err err = { 0 };

	ck_assert_msg(units_refs(u, &target, 1, &arena, &found, &err), "%s", err.message);
	ck_assert_str_eq(names_of(u, found.units, found.refs.unit_count), "both.c broken.c dead.c flag.c main.c named.c open.c");
	ck_assert_uint_eq(found.refs.ref_count, 2);
	ck_assert(str_ends(found.refs.refs[0].path, STR("inc/lamp.h")));
	ck_assert(str_ends(found.refs.refs[1].path, STR("src/main.c")));
	close_tree();
}
END_TEST

static const struct {
	const char *path, *text;
	uint32_t unit, fresh; /* into commands */
	bool was_good;
} changes[] = {
	{ "inc/lamp.h", "struct lamp;\nstruct lamp *lamp_make(void);\n", 6, 2, true },
	{ "inc/lamp.h", "struct lamp;\nstruct lamp *lamp_new(void) __attribute__((deprecated));\n", 6, 1, true },
	{ "inc/lamp.h", "struct lamp;\nstruct lamp *lamp_new(void);\nextern int lost;\n", 2, 0, false },
	{ "src/both.c", "#ifdef BIG\nint big = lost;\n#endif\n", 0, 1, true },
	{ "src/both.c", "#ifdef BIG\nint big = lost;\n#endif\n", 1, 0, true },
	{ "src/main.c", "#include \"../inc/lamp.h\"\nstatic void unused(void) {}\nvoid *f(void) { return lamp_new(); }\n", 6, 1, true },
};

START_TEST(a_unit_says_what_a_change_adds_under_its_own_flags)
{
	struct units *u = open_tree(true);
	struct clang_overlay overlay = { .bytes = str_from(changes[_i].text) };
	struct clang_verdict *v;
	struct err err = { 0 };

	overlay.path = arena_printf(&arena, "%s/%s", sandbox, changes[_i].path);
	ck_assert_msg(units_check(u, &changes[_i].unit, 1, &overlay, 1, &arena, &v, &err), "%s", err.message);
	ck_assert_uint_eq(v->fresh_count, changes[_i].fresh);
	ck_assert_int_eq(v->before.status == CLANG_PARSED, changes[_i].was_good);
	close_tree();
}
END_TEST

/* main.c is unit 6; it reads inc/lamp.h. */
static const struct {
	const char *path, *text;
	bool is_same;
} other_texts[] = {
	{ "src/lone.c", "int alone;\n", true },
	{ "win/all.h", "int win;\n", true },
	{ "inc/lamp.h", "struct lamp;\nint lamp_new(void);\n", false },
	{ "src/main.c", "int f;\n", false },
	{ "src/new.h", "int found_first;\n", false },
};

START_TEST(a_unit_is_parsed_again_for_what_it_reads_and_for_new_files)
{
	struct units *u = open_tree(true);
	struct clang_overlay overlay = { .bytes = str_from(other_texts[_i].text) };
	const struct clang_outcome **before, **after, **back;
	const uint32_t unit = 6;
	struct err err = { 0 };

	overlay.path = arena_printf(&arena, "%s/%s", sandbox, other_texts[_i].path);
	ck_assert_msg(units_parse(u, &unit, 1, NULL, 0, &arena, &before, &err), "%s", err.message);
	ck_assert_msg(units_parse(u, &unit, 1, &overlay, 1, &arena, &after, &err), "%s", err.message);
	ck_assert_msg(units_parse(u, &unit, 1, NULL, 0, &arena, &back, &err), "%s", err.message);
	ck_assert_int_eq(before[0] == after[0], other_texts[_i].is_same);
	ck_assert_ptr_eq(before[0], back[0]);
	close_tree();
}
END_TEST

START_TEST(a_search_leaves_what_the_compiler_said_for_the_check)
{
	struct units *u = open_tree(true);
	struct clang_target target = { .kind = CLANG_FUNCTION, .name = STR("lamp_new") };
	const struct clang_outcome **outcomes;
	struct unit_refs found;
	struct err err = { 0 };

	ck_assert_msg(units_refs(u, &target, 1, &arena, &found, &err), "%s", err.message);
	ck_assert_msg(units_parse(u, found.units, found.refs.unit_count, NULL, 0, &arena, &outcomes, &err), "%s", err.message);
	ck_assert_uint_gt(found.refs.unit_count, 1);
	for (uint32_t i = 0; i < found.refs.unit_count; i++)
		ck_assert_ptr_eq(outcomes[i], &found.refs.outcomes[i]);
	close_tree();
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("units");

	tcase_set_timeout(tests, 120);
	unit_add_table(tests, all_units_that_may_read_a_file_are_found, reads);
	tcase_add_test(tests, a_file_that_is_amended_is_asked_for_what_it_includes_then);
	tcase_add_test(tests, without_a_database_nothing_can_be_parsed);
	tcase_add_test(tests, references_come_from_units_that_can_mention_the_name);
	unit_add_table(tests, a_unit_says_what_a_change_adds_under_its_own_flags, changes);
	unit_add_table(tests, a_unit_is_parsed_again_for_what_it_reads_and_for_new_files, other_texts);
	tcase_add_test(tests, a_search_leaves_what_the_compiler_said_for_the_check);
	return unit_run("units", tests);
}
