/* Tests of analyzers/lang/c/clang_refs: every place of a name, what may be done to it, and what is left over. */
#include "base/base.h"
#include "analyzers/lang/c/clang_refs.h"

#include "base/strbuf.h"
#include "tests/unit/clang_code.h"

static struct clang_refs refs;

static void add_line(struct strbuf *out, struct str path, uint32_t line, const char *what, const char *more)
{
	strbuf_printf(out, STR_FMT ":%u %s%s%s\n", STR_ARG(code_short(path)), line, what, *more ? " " : "", more);
}

/* "file:line form role", then leftovers as "file:line kind". */
static struct str find(
	const struct clang_target *targets, uint32_t target_count, const struct clang_unit *units, uint32_t count)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };

	ck_assert_msg(clang_refs_run(&clang_run, targets, target_count, units, count, &clang_arena, &refs, &err), "%s",
		err.message);
	for (uint32_t i = 0; i < refs.ref_count; i++)
		add_line(&out, refs.refs[i].path, refs.refs[i].line, clang_ref_form_names[refs.refs[i].form],
			clang_ref_role_names[refs.refs[i].role]);
	for (uint32_t i = 0; i < refs.leftover_count; i++)
		add_line(&out, refs.leftovers[i].path, refs.leftovers[i].line,
			clang_leftover_names[refs.leftovers[i].kind], refs.leftovers[i].is_whole ? "whole" : "");
	return arena_str(&clang_arena, strbuf_str(&out));
}

static struct str find_in_one(enum clang_named kind, const char *name, const char *text)
{
	struct clang_target target = { .kind = kind, .name = str_from(name) };
	struct clang_unit unit = code_unit("a.c");

	sandbox_write("a.c", str_from(text));
	return find(&target, 1, &unit, 1);
}

static const struct {
	enum clang_named kind;
	const char *name, *text, *expected;
} places[] = {
	{ CLANG_FUNCTION, "make", "int make(int);\nint f(void) { return make(1); }\nint make(int a) { return a; }\n",
		"a.c:1 direct declaration\na.c:2 direct call\na.c:3 direct definition\n" },
	{ CLANG_FUNCTION, "make",
		"int make(int);\nint (*p)(int) = make;\nstruct ops { int (*m)(int); } o = { .m = &make };\n",
		"a.c:1 direct declaration\na.c:2 direct address\na.c:3 direct address\n" },
	{ CLANG_FUNCTION, "make", "int make(int);\n#define ARG(x) (x)\nint f(void) { return ARG(make(1)); }\n",
		"a.c:1 direct declaration\na.c:3 macro-argument call\n" },
	{ CLANG_FUNCTION, "make",
		"int make(int);\n#define ONE(x) make(x)\nint f(void) { return ONE(1); }\nint g(void) { return ONE(2); }\n",
		"a.c:1 direct declaration\na.c:2 macro-body call\n" },
	{ CLANG_FUNCTION, "make",
		"int make(int);\n#define ARG(x) (x)\n#define ONE(x) make(x)\nint f(void) { return ARG(ONE(1)); }\n",
		"a.c:1 direct declaration\na.c:3 macro-body call\n" },
	{ CLANG_FUNCTION, "make",
		"int make(int);\n#define ARG(x) (x)\n#define ONE(x) ARG(make(x))\nint f(void) { return ONE(1); }\n",
		"a.c:1 direct declaration\na.c:3 macro-body call\n" },
	{ CLANG_FUNCTION, "make", "int make(int);\n#define GLUE(a, b) a##b\nint f(void) { return GLUE(ma, ke)(1); }\n",
		"a.c:1 direct declaration\na.c:3 pasted call\n" },
	{ CLANG_FUNCTION, "make",
		"int make(int);\nstruct s { int make; } x;\nint f(int make) { return make + x.make; }\n",
		"a.c:1 direct declaration\na.c:2 other\na.c:3 other\na.c:3 other\na.c:3 other\n" },
	{ CLANG_FUNCTION, "make",
		"int make(int);\nconst char *s = \"make\";\nconst char *t = \"to make it\";\n// make\n/* remake */\n",
		"a.c:1 direct declaration\na.c:2 string whole\na.c:3 string\na.c:4 comment\n" },
	{ CLANG_FUNCTION, "make",
		"int make(int);\n#ifdef NEVER\nint x = make(1);\n#endif\n#define UNUSED make(1)\n#define CAT x##make\n",
		"a.c:1 direct declaration\na.c:3 inactive\na.c:5 macro\na.c:6 hash\n" },
	{ CLANG_TYPE, "lamp",
		"struct lamp;\nstruct lamp { int a; };\nstruct lamp *f(struct lamp *l) { return sizeof(struct lamp) ? l : 0; }\n",
		"a.c:1 direct declaration\na.c:2 direct definition\na.c:3 direct use\na.c:3 direct use\na.c:3 direct use\n" },
	{ CLANG_TYPE, "lamp_t", "typedef struct { int a; } lamp_t;\nlamp_t *f(lamp_t *l) { return l; }\n",
		"a.c:1 direct definition\na.c:2 direct use\na.c:2 direct use\n" },
	{ CLANG_MACRO, "MAKE",
		"#define MAKE(x) (x)\n#define TWICE(x) MAKE(MAKE(x))\nint a = MAKE(1);\n#ifdef MAKE\n#endif\n",
		"a.c:1 direct definition\na.c:2 macro-body use\na.c:2 macro-body use\na.c:3 direct use\na.c:4 direct use\n" },
};

START_TEST(each_place_is_classified)
{
	assert_str(find_in_one(places[_i].kind, places[_i].name, places[_i].text), places[_i].expected);
}
END_TEST

START_TEST(an_offset_is_the_names_own)
{
	static const char text[] = "int make(int);\n#define ARG(x) (x)\nint f(void) { return ARG(make(1)); }\n";

	find_in_one(CLANG_FUNCTION, "make", text);
	ck_assert_uint_eq(refs.ref_count, 2);
	ck_assert_uint_eq(refs.refs[0].offset, 4);
	ck_assert_uint_eq(refs.refs[1].offset, (uint32_t)(strstr(text, "make(1)") - text));
	ck_assert_uint_eq(refs.refs[1].column, 26);
	ck_assert(!refs.refs[1].is_stringified);
	ck_assert(refs.is_complete);
}
END_TEST

START_TEST(an_argument_that_also_becomes_text_is_marked)
{
	find_in_one(CLANG_FUNCTION, "make",
		"int make(int);\n#define SHOW(x) (#x, x)\nint f(void) { return SHOW(make(1)); }\n");
	ck_assert_uint_eq(refs.ref_count, 2);
	ck_assert(refs.refs[1].is_stringified);
}
END_TEST

/* A header by two ways, and two statics of one name in files of one name. */
static void write_project(void)
{
	sandbox_write("inc/lamp.h", STR("#ifndef LAMP_H\n#define LAMP_H\nint lamp_new(void);\n#endif\n"));
	ck_assert_int_eq(symlink("inc", "way"), 0);
	sandbox_write("a/util.c",
		STR("#include \"../inc/lamp.h\"\nstatic int mk(void) { return lamp_new(); }\nint a(void) { return mk(); }\n"));
	sandbox_write("b/util.c",
		STR("#include \"../way/lamp.h\"\nstatic int mk(void) { return lamp_new(); }\nint b(void) { return mk(); }\n"));
}

START_TEST(places_of_many_units_are_one_list)
{
	struct clang_target targets[] = {
		{ .kind = CLANG_FUNCTION, .name = STR("lamp_new"), .usr = STR("c:@F@lamp_new") },
		{ .kind = CLANG_FUNCTION, .name = STR("mk") }
	};
	struct clang_unit units[] = { code_unit("a/util.c"), code_unit("b/util.c"), code_unit("b/util.c") };

	write_project();
	targets[1].place = arena_printf(&clang_arena, "%s/b/util.c:36", sandbox);
	assert_str(find(targets, 2, units, 3),
		"a/util.c:2 direct call\nb/util.c:2 direct call\ninc/lamp.h:3 direct declaration\n"
		"b/util.c:2 direct definition\nb/util.c:3 direct call\n"
		"a/util.c:2 other\na/util.c:3 other\n");
	ck_assert_uint_eq(refs.refs[0].unit_count, 1);
	ck_assert_uint_eq(refs.refs[1].unit_count, 2);
	ck_assert_uint_eq(refs.refs[1].unit, 1);
	ck_assert_uint_eq(refs.refs[2].unit_count, 3);
}
END_TEST

START_TEST(a_record_is_told_from_its_namesake_by_its_place)
{
	struct clang_target target = { .kind = CLANG_TYPE, .name = STR("node") };
	struct clang_unit units[] = { code_unit("a.c"), code_unit("b.c"), code_unit("c.c") };

	sandbox_write("a.c", STR("struct node { int a; };\nstruct node x;\n"));
	sandbox_write("b.c", STR("struct node { char *b; };\nstruct node y;\n"));
	sandbox_write("c.c", STR("struct node;\nvoid f(struct node *);\n"));
	target.place = arena_printf(&clang_arena, "%s/b.c:7", sandbox);
	assert_str(find(&target, 1, units, 3),
		"b.c:1 direct definition\nb.c:2 direct use\nc.c:1 direct declaration\nc.c:2 direct use\n"
		"a.c:1 other\na.c:2 other\n");
	ck_assert(!refs.refs[1].is_by_name);
	ck_assert(refs.refs[3].is_by_name);
}
END_TEST

/* Also a function of external linkage that is called the same. */
START_TEST(an_identity_is_enough)
{
	struct clang_target target = { .kind = CLANG_FUNCTION, .name = STR("mk") };
	struct clang_unit units[] = { code_unit("a/util.c"), code_unit("b/util.c"), code_unit("c.c") };
	const char *expected = "b/util.c:2 direct definition\nb/util.c:3 direct call\n"
			       "a/util.c:2 other\na/util.c:3 other\nc.c:1 other\n";

	write_project();
	sandbox_write("c.c", STR("int mk(void);\n"));
	target.usr = arena_printf(&clang_arena, "c:util.c@F@mk@%s/b/util.c", sandbox);
	assert_str(find(&target, 1, units, 3), expected);
	target.usr = STR("");
	target.place = arena_printf(&clang_arena, "%s/b/util.c:36", sandbox);
	assert_str(find(&target, 1, units, 3), expected);
	target = (struct clang_target){ .kind = CLANG_FUNCTION, .name = STR("mk"), .usr = STR("c:@F@mk") };
	assert_str(find(&target, 1, units, 3),
		"c.c:1 direct declaration\na/util.c:2 other\na/util.c:3 other\n"
		"b/util.c:2 other\nb/util.c:3 other\n");
}
END_TEST

START_TEST(what_one_unit_takes_is_not_inactive)
{
	const char *const args[] = { "-DWITH" };
	struct clang_target target = { .kind = CLANG_FUNCTION, .name = STR("make") };
	struct clang_unit units[] = { code_unit("a.c"), code_unit("a.c") };

	sandbox_write("a.c", STR("int make(int);\n#ifdef WITH\nint f(void) { return make(1); }\n#endif\n"));
	assert_str(find(&target, 1, units, 2), "a.c:1 direct declaration\na.c:3 inactive\n");
	units[1].args = args;
	units[1].arg_count = 1;
	assert_str(find(&target, 1, units, 2), "a.c:1 direct declaration\na.c:3 direct call\n");
}
END_TEST

START_TEST(a_using_declaration_of_one_function_is_a_use)
{
	struct clang_target target = { .kind = CLANG_FUNCTION, .name = STR("make") };
	struct clang_unit unit = code_unit("a.cpp");

	sandbox_write("a.cpp", STR("namespace old { int make(int); }\nusing old::make;\nint a = make(1);\n"));
	assert_str(find(&target, 1, &unit, 1), "a.cpp:1 direct declaration\na.cpp:2 direct use\na.cpp:3 direct call\n");
}
END_TEST

START_TEST(what_could_not_be_parsed_makes_it_incomplete)
{
	struct clang_target target = { .kind = CLANG_FUNCTION, .name = STR("make") };
	struct clang_unit units[] = { code_unit("a.c"), code_unit("lost.c") };

	sandbox_write("a.c", STR("int make(int);\n"));
	assert_str(find(&target, 1, units, 2), "a.c:1 direct declaration\n");
	ck_assert(!refs.is_complete);
	ck_assert_int_eq(refs.outcomes[1].status, CLANG_NOT_BUILT);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("clang_refs");

	tcase_add_checked_fixture(tests, code_open, code_close);
	tcase_set_timeout(tests, 120);
	unit_add_table(tests, each_place_is_classified, places);
	tcase_add_test(tests, an_offset_is_the_names_own);
	tcase_add_test(tests, an_argument_that_also_becomes_text_is_marked);
	tcase_add_test(tests, places_of_many_units_are_one_list);
	tcase_add_test(tests, a_record_is_told_from_its_namesake_by_its_place);
	tcase_add_test(tests, an_identity_is_enough);
	tcase_add_test(tests, what_one_unit_takes_is_not_inactive);
	tcase_add_test(tests, a_using_declaration_of_one_function_is_a_use);
	tcase_add_test(tests, what_could_not_be_parsed_makes_it_incomplete);
	return unit_run("clang_refs", tests);
}
