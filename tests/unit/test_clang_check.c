/* Tests of analyzers/lang/c/clang_check: what a change adds to what the compiler says, and nothing else. */
#include "base/base.h"
#include "analyzers/lang/c/clang_check.h"

#include <stdlib.h>

#include "tests/unit/clang_code.h"

static const char header[] = "struct lamp;\nstruct lamp *lamp_new(void);\n";
static const char user[] = "#include \"lamp.h\"\nvoid *f(void) { return lamp_new(); }\nint g(void) { return lost; }\n";

static const struct {
	const char *path, *text; /* NULL: removed */
	uint32_t fresh_errors, fresh, gone;
	bool is_worse;
} changes[] = {
	{ "lamp.h", "\n\n// moved down\nstruct lamp;\nstruct lamp *lamp_new(void);\n", 0, 0, 0, false },
	{ "lamp.h", "struct lamp;\nstruct lamp *lamp_make(void);\n", 2, 2, 0, true },
	{ "lamp.h", "struct lamp;\nstruct lamp *lamp_new(void) __attribute__((deprecated));\n", 0, 1, 0, false },
	{ "lamp.h", NULL, 3, 3, 0, true },
	{ "lamp.h", "struct lamp;\nstruct lamp *lamp_new(void);\nextern int lost;\n", 0, 0, 1, false },
	{ "user.c", "#include \"lamp.h\"\nvoid *f(void) { return lamp_new(); }\nint g(void) { return lost + gone; }\n",
		1, 1, 0, true },
	{ "other.h", "this is not C", 0, 0, 0, false },
};

static struct clang_verdict *check(const struct clang_unit *units, uint32_t count)
{
	struct clang_verdict *verdicts = NULL;
	struct err err = { 0 };

	ck_assert_msg(clang_check_run(&clang_run, units, count, &clang_arena, &verdicts, &err), "%s", err.message);
	return verdicts;
}

START_TEST(only_what_is_new_counts)
{
	struct clang_overlay change = { .path = code_path(changes[_i].path), .bytes = str_from(changes[_i].text) };
	struct clang_unit unit = code_unit("user.c");
	struct clang_verdict *v;

	change.is_removed = !changes[_i].text;
	sandbox_write("lamp.h", STR(""));
	sandbox_write("lamp.h", str_from(header));
	sandbox_write("user.c", str_from(user));
	clang_run.overlays = &change;
	clang_run.overlay_count = 1;
	v = check(&unit, 1);
	ck_assert(!v->is_unknown);
	ck_assert_uint_eq(v->before.error_count, 1);
	ck_assert_uint_eq(v->fresh_errors, changes[_i].fresh_errors);
	ck_assert_uint_eq(v->fresh_count, changes[_i].fresh);
	ck_assert_uint_eq(v->gone_errors, changes[_i].gone);
	ck_assert_int_eq(v->is_worse, changes[_i].is_worse);
}
END_TEST

static const struct {
	const char *path, *text;
	const char *other_arm; /* the file, or empty */
} arms[] = {
	{ "wide.h", "#define WIDE 2\n", "" },
	{ "wide.h", "\n\n#define WIDE 1\n", "" },
	{ "wide.h", "", "main.c" },
	{ "wide.h", "#define WIDE 1\n#define NARROW\n", "main.c" },
	{ "main.c", "\n#include \"wide.h\"\n\n#ifdef WIDE\nint w = 3;\n#endif\n#ifdef NARROW\nint other;\n#endif\n", "" },
	{ "main.c", "#include \"wide.h\"\n#undef WIDE\n#ifdef WIDE\nint w;\n#endif\n#ifdef NARROW\nint n;\n#endif\n", "main.c" },
	{ "main.c", "int w;\n", "" },
};

START_TEST(an_if_that_takes_another_arm_is_told)
{
	struct clang_overlay change = { .path = code_path(arms[_i].path), .bytes = str_from(arms[_i].text) };
	struct clang_unit unit = code_unit("main.c");

	sandbox_write("wide.h", STR("#define WIDE 1\n"));
	sandbox_write("main.c", STR("#include \"wide.h\"\n#ifdef WIDE\nint w;\n#endif\n#ifdef NARROW\nint n;\n#endif\n"));
	clang_run.overlays = &change;
	clang_run.overlay_count = 1;
	assert_str(code_short(check(&unit, 1)->other_arm), arms[_i].other_arm);
}
END_TEST

START_TEST(a_unit_that_never_was_parsed_says_nothing)
{
	struct clang_unit units[] = { code_unit("lost.c"), code_unit("user.c") };
	struct clang_verdict *v;

	sandbox_write("lamp.h", str_from(header));
	sandbox_write("user.c", str_from(user));
	setenv("CANONRY_CLANG_FAULT", "crash:user.c", 1);
	v = check(units, 2);
	unsetenv("CANONRY_CLANG_FAULT");
	ck_assert(v[0].is_unknown && !v[0].is_worse);
	ck_assert_int_eq(v[0].before.status, CLANG_NOT_BUILT);
	ck_assert(v[1].is_unknown && !v[1].is_worse);
	ck_assert_int_eq(v[1].after.status, CLANG_CRASHED);
}
END_TEST

START_TEST(a_unit_whose_source_is_removed_is_worse)
{
	struct clang_overlay change = { .path = code_path("user.c"), .is_removed = true };
	struct clang_unit unit = code_unit("user.c");

	sandbox_write("lamp.h", str_from(header));
	sandbox_write("user.c", str_from(user));
	clang_run.overlays = &change;
	clang_run.overlay_count = 1;
	ck_assert(check(&unit, 1)->is_worse);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("clang_check");

	tcase_add_checked_fixture(tests, code_open, code_close);
	tcase_set_timeout(tests, 120);
	unit_add_table(tests, only_what_is_new_counts, changes);
	unit_add_table(tests, an_if_that_takes_another_arm_is_told, arms);
	tcase_add_test(tests, a_unit_that_never_was_parsed_says_nothing);
	tcase_add_test(tests, a_unit_whose_source_is_removed_is_worse);
	return unit_run("clang_check", tests);
}
