/* Tests of analyzers/lang/c/clang_unit: parsing in workers, and that a bad unit is the only one that suffers. */
#include "base/base.h"
#include "analyzers/lang/c/clang_unit.h"

#include <signal.h>
#include <stdlib.h>

#include "tests/unit/clang_code.h"

static struct clang_outcome *parse(const struct clang_unit *units, uint32_t count)
{
	struct clang_outcome *outcomes = NULL;
	struct err err = { 0 };

	ck_assert_msg(clang_parse_run(&clang_run, units, count, &clang_arena, &outcomes, &err), "%s", err.message);
	return outcomes;
}

static struct clang_outcome parse_text(const char *text)
{
	struct clang_unit unit = code_unit("only.c");

	sandbox_write("only.c", str_from(text));
	return parse(&unit, 1)[0];
}

START_TEST(the_library_says_what_it_is)
{
	struct str about;
	struct err err = { 0 };

	ck_assert_msg(clang_is_usable(&clang_arena, &about, &err), "%s", err.message);
	ck_assert(about.len > 0 && about.ptr[0] >= '1' && about.ptr[0] <= '9');
}
END_TEST

static const struct {
	const char *text;
	enum clang_status status;
	uint32_t errors, warnings;
} parses[] = {
	{ "int x;\n", CLANG_PARSED, 0, 0 },
	{ "", CLANG_PARSED, 0, 0 },
	{ "#include <stddef.h>\n#include <string.h>\nsize_t x;\n", CLANG_PARSED, 0, 0 },
	{ "int f(void) { return g; }\n", CLANG_HAS_ERRORS, 1, 0 },
	{ "#include \"lost.h\"\nint f(void) { return g; }\n", CLANG_HAS_ERRORS, 2, 0 },
	{ "#warning take care\n", CLANG_PARSED, 0, 1 },
	{ "int f( {", CLANG_HAS_ERRORS, 4, 0 },
};

START_TEST(diagnostics_are_data)
{
	struct clang_outcome o = parse_text(parses[_i].text);

	ck_assert_str_eq(clang_status_names[o.status], clang_status_names[parses[_i].status]);
	if (parses[_i].errors != 4)
		ck_assert_uint_eq(o.error_count, parses[_i].errors);
	ck_assert_uint_eq(o.warning_count, parses[_i].warnings);
	ck_assert_uint_eq(o.diagnostic_count, o.error_count + o.warning_count);
	ck_assert_uint_eq(o.file_count, 1);
	assert_str(code_short(o.files[0]), "only.c");
	ck_assert(o.parse_us > 0 && o.parse_us <= o.total_us);
}
END_TEST

START_TEST(a_diagnostic_has_its_place_and_option)
{
	struct clang_outcome o =
		parse_text("static int f(void)\n{\n\tint *p = 1.5;\n\treturn *p;\n}\n#warning careful\n");

	ck_assert_uint_eq(o.diagnostic_count, 2);
	ck_assert_int_eq(o.diagnostics[0].severity, CLANG_ERROR);
	ck_assert_uint_eq(o.diagnostics[0].line, 3);
	ck_assert_uint_eq(o.diagnostics[0].column, 7);
	ck_assert_uint_eq(o.diagnostics[0].offset, 27);
	assert_str(code_short(o.diagnostics[0].path), "only.c");
	assert_str(o.diagnostics[1].option, "-W#warnings");
}
END_TEST

START_TEST(arguments_that_libclang_lacks_are_dropped)
{
	const char *const args[] = { "-fno-such-thing-at-all", "-DNAME=3", "-mno-such-machine", "-Wno-such-warning" };
	struct clang_unit unit = code_unit("flags.c");
	struct clang_outcome o;

	sandbox_write("flags.c", STR("_Static_assert(NAME == 3, \"kept\");\n"));
	unit.args = args;
	unit.arg_count = ARRAY_LEN(args);
	o = parse(&unit, 1)[0];
	ck_assert_msg(o.status == CLANG_PARSED, STR_FMT, STR_ARG(o.message));
	ck_assert(o.is_retried);
}
END_TEST

START_TEST(paths_are_real_and_relative_to_the_folder)
{
	const char *const args[] = { "-I../inc", "-Ilink" };
	struct clang_unit unit = { .path = STR("main.c"), .args = args, .arg_count = ARRAY_LEN(args) };
	struct clang_outcome o;

	sandbox_write("src/main.c", STR("#include \"a.h\"\n#include \"b.h\"\n"));
	sandbox_write("inc/a.h", STR("int a;\n"));
	sandbox_write("inc/b.h", STR("int b;\n"));
	ck_assert_int_eq(symlink("../inc", "src/link"), 0);
	unit.directory = code_path("src");
	o = parse(&unit, 1)[0];
	ck_assert_int_eq(o.status, CLANG_PARSED);
	ck_assert_uint_eq(o.file_count, 3);
	assert_str(code_short(o.files[0]), "inc/a.h");
	assert_str(code_short(o.files[1]), "inc/b.h");
	assert_str(code_short(o.files[2]), "src/main.c");
}
END_TEST

START_TEST(an_overlay_stands_for_the_file)
{
	struct clang_overlay overlays[] = {
		{ .path = code_path("a.h"), .bytes = STR("#define VALUE 2\n") },
		{ .path = code_path("new.h"), .bytes = STR("#define NEW 1\n") },
		{ .path = code_path("gone.h"), .is_removed = true },
		{ .path = code_path("inc2/deep.h"), .bytes = STR("#include \"deeper.h\"\n") },
		{ .path = code_path("inc2/deeper.h"), .bytes = STR("#define DEEP 1\n") },
	};
	const char *const args[] = { "-Iinc/../inc2" };
	struct clang_unit units[] = { code_unit("a.c"), code_unit("b.c"), code_unit("src/c.c") };
	struct clang_outcome *o;

	sandbox_make_dir("inc");
	sandbox_make_dir("inc2");
	sandbox_write(
		"src/c.c", STR("#include \"../new.h\"\n#include <deep.h>\n#if !NEW || !DEEP\n#error lost\n#endif\n"));
	units[2].args = args;
	units[2].arg_count = 1;
	sandbox_write("a.h", STR("#define VALUE 1\n"));
	sandbox_write("gone.h", STR("\n"));
	sandbox_write("a.c", STR("#include \"a.h\"\n#include \"new.h\"\n#if VALUE != 2 || !NEW\n#error old\n#endif\n"));
	sandbox_write("b.c", STR("#include \"gone.h\"\n"));
	clang_run.overlays = overlays;
	clang_run.overlay_count = ARRAY_LEN(overlays);
	o = parse(units, 3);
	ck_assert_msg(o[2].status == CLANG_PARSED, STR_FMT, STR_ARG(o[2].message));
	ck_assert_msg(o[0].status == CLANG_PARSED, STR_FMT, STR_ARG(o[0].message));
	ck_assert_int_eq(o[1].status, CLANG_HAS_ERRORS);
}
END_TEST

START_TEST(what_is_not_there_is_not_built)
{
	struct clang_unit units[] = { code_unit("lost.c"), code_unit("here.c"), code_unit("here.c") };
	struct clang_outcome *o;

	sandbox_write("here.c", STR("int x;\n"));
	units[2].directory = code_path("lost");
	o = parse(units, 3);
	ck_assert_int_eq(o[0].status, CLANG_NOT_BUILT);
	ck_assert_int_eq(o[1].status, CLANG_PARSED);
	ck_assert_int_eq(o[2].status, CLANG_NOT_BUILT);
}
END_TEST

#define UNITS 7

static void parse_with_fault(const char *fault, struct clang_outcome **ret)
{
	struct clang_unit units[UNITS];
	static char names[UNITS][8];

	for (unsigned i = 0; i < UNITS; i++) {
		snprintf(names[i], sizeof(names[i]), "u%u.c", i);
		sandbox_write(names[i], STR("int x;\n"));
		units[i] = code_unit(names[i]);
	}
	setenv("CANONRY_CLANG_FAULT", fault, 1);
	*ret = parse(units, UNITS);
	unsetenv("CANONRY_CLANG_FAULT");
}

static const struct {
	const char *fault;
	enum clang_status status;
	unsigned limit_ms;
	unsigned jobs;
} faults[] = {
	{ "crash:u3.c", CLANG_CRASHED, 60000, 2 },
	{ "crash:u0.c", CLANG_CRASHED, 60000, 1 },
	{ "crash:u6.c", CLANG_CRASHED, 60000, 4 },
	{ "hang:u3.c", CLANG_TIMED_OUT, 2000, 2 },
#ifndef __SANITIZE_ADDRESS__ /* which has no limit of memory */
	{ "memory:u3.c", CLANG_TOO_LARGE, 60000, 2 },
#endif
};

START_TEST(a_bad_unit_is_an_error_and_the_rest_goes_on)
{
	struct clang_outcome *o;
	unsigned bad = (unsigned)(strchr(faults[_i].fault, ':')[2] - '0');

	clang_run.limit_ms = faults[_i].limit_ms;
	clang_run.jobs = faults[_i].jobs;
	clang_run.limit_bytes = (size_t)1 << 30;
	parse_with_fault(faults[_i].fault, &o);
	for (unsigned i = 0; i < UNITS; i++) {
		ck_assert_msg(o[i].status == (i == bad ? faults[_i].status : CLANG_PARSED), "%u: %s " STR_FMT, i,
			clang_status_names[o[i].status], STR_ARG(o[i].message));
		ck_assert_int_eq(o[i].message.len > 0, i == bad);
	}
}
END_TEST

START_TEST(a_cancelled_run_says_so)
{
	static const volatile bool cancel = true;
	struct clang_unit unit = code_unit("a.c");

	sandbox_write("a.c", STR("int x;\n"));
	clang_run.cancel = &cancel;
	ck_assert_int_eq(parse(&unit, 1)->status, CLANG_CANCELLED);
}
END_TEST

START_TEST(nothing_to_do_is_no_error)
{
	parse(NULL, 0);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("clang_unit");

	tcase_add_checked_fixture(tests, code_open, code_close);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, the_library_says_what_it_is);
	unit_add_table(tests, diagnostics_are_data, parses);
	tcase_add_test(tests, a_diagnostic_has_its_place_and_option);
	tcase_add_test(tests, arguments_that_libclang_lacks_are_dropped);
	tcase_add_test(tests, paths_are_real_and_relative_to_the_folder);
	tcase_add_test(tests, an_overlay_stands_for_the_file);
	tcase_add_test(tests, what_is_not_there_is_not_built);
	unit_add_table(tests, a_bad_unit_is_an_error_and_the_rest_goes_on, faults);
	tcase_add_test(tests, a_cancelled_run_says_so);
	tcase_add_test(tests, nothing_to_do_is_no_error);
	return unit_run("clang_unit", tests);
}
