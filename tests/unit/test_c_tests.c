/* Tests of reading test code of C and C++: parts, flaws, who puts in what, over a line of source each. */
#include "base/base.h"
#include "analyzers/ctests.h"
#include "analyzers/lang.h"
#include "analyzers/lang/c/c.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

static void read_source(const char *source, bool is_cpp, struct arena *a, struct ctest_facts *ret)
{
	struct c_parser *p = c_parser_new();
	struct cfacts facts;

	c_lex_only(p, str_from(source), is_cpp, NULL, a, &facts);
	lang_get("c")->trials(str_from(source), &facts, FRAMEWORK_COUNT, a, ret);
	c_parser_free(p);
}

/* --- Which tests there are --- */

/* "framework suite.name", joined by a blank and a comma; of what is no test nothing. */
static const struct {
	bool is_cpp;
	const char *source, *cases;
} opened[] = {
	{ false, "#include <check.h>\nSTART_TEST(boils) { ck_assert(f()); } END_TEST\n", "check .boils" },
	{ false, "#include <check.h>\nSTART_TEST (boils)\nint x = f();\nck_assert(x);\nEND_TEST\nSTART_TEST(cools) { } END_TEST\n", "check .boils, check .cools" },
	{ false, "#include <gst/check/gstcheck.h>\nGST_START_TEST (boils) { fail_unless(f()); } GST_END_TEST;\n", "check .boils" },
	{ false, "#if 0\nSTART_TEST(boils) { } END_TEST\n#endif\n", "" },
	{ false, "#define START_TEST(name) static void name(int i)\n", "" },
	{ true, "#include <gtest/gtest.h>\nTEST(Kettle, Boils) { EXPECT_TRUE(f()); }\n", "googletest Kettle.Boils" },
	{ true, "#include \"gtest/gtest.h\"\nnamespace a {\nTEST_F(Kettle, Boils) { }\nTEST_P(Pot, Boils) { }\n}\n", "googletest Kettle.Boils, googletest Pot.Boils" },
	{ true, "#include <gtest/gtest.h>\nclass Kettle : public testing::Test {};\nTEST_F(Kettle, Boils);\n", "" },
	{ true, "#include <catch2/catch_test_macros.hpp>\nTEST_CASE(\"a kettle boils\", \"[kettle]\") { REQUIRE(f()); }\n", "catch2 .a kettle boils" },
	{ true, "#include <doctest/doctest.h>\nTEST_CASE(\"boils\") { CHECK(f()); }\n", "doctest .boils" },
	{ true, "#include <boost/test/unit_test.hpp>\nBOOST_AUTO_TEST_CASE(boils) { BOOST_CHECK(f()); }\nBOOST_FIXTURE_TEST_CASE(cools, Kettle) { }\n",
	  "boost .boils, boost Kettle.cools" },
	{ false, "#include <criterion/criterion.h>\nTest(kettle, boils) { cr_assert(f()); }\n", "criterion kettle.boils" },
	{ false, "Test(kettle, boils) { f(); }\n", "" },
	{ true, "#include <CppUTest/TestHarness.h>\nTEST_GROUP(Kettle) { void setup() { } };\nTEST(Kettle, Boils) { CHECK(f()); }\nIGNORE_TEST(Kettle, Cools) { }\n",
	  "cpputest Kettle.Boils, cpputest Kettle.Cools" },
	{ false, "#include <cmocka.h>\nstatic void boils(void **s) { assert_true(f()); }\nint main(void) { const struct CMUnitTest t[] = { cmocka_unit_test(boils) }; }\n",
	  "cmocka .boils" },
	{ false, "#include <glib.h>\nstatic void boils(void) { g_assert_true(f()); }\nint main(void) { g_test_add_func(\"/k/boils\", boils); return g_test_run(); }\n", "glib .boils" },
	{ false, "#include \"unity.h\"\nvoid setUp(void) { }\nvoid test_boils(void) { TEST_ASSERT_TRUE(f()); }\n", "unity .test_boils" },
	{ false, "#include <CUnit/CUnit.h>\nstatic void boils(void) { CU_ASSERT(f()); }\nvoid add(CU_pSuite s) { CU_add_test(s, \"boils\", boils); }\n", "cunit .boils" },
	{ false, "#include \"greatest.h\"\nTEST boils(void) { ASSERT(f()); PASS(); }\nSUITE(k) { RUN_TEST(boils); }\n", "greatest .boils" },
	{ false, "#include <kunit/test.h>\nstatic void boils(struct kunit *t) { KUNIT_EXPECT_TRUE(t, f()); }\nstatic struct kunit_case c[] = { KUNIT_CASE(boils), {} };\n", "kunit .boils" },
	{ false, "#include \"munit.h\"\nstatic MunitResult test_boils(const MunitParameter p[], void *d) { munit_assert(f()); return MUNIT_OK; }\n", "munit .test_boils" },
	{ false, "#include \"clar.h\"\nvoid test_kettle__initialize(void) { }\nvoid test_kettle__boils(void) { cl_assert(f()); }\n", "clar .test_kettle__boils" },
	{ false, "#include \"acutest.h\"\nvoid test_boils(void) { TEST_CHECK(f()); }\nTEST_LIST = { { \"boils\", test_boils }, { 0 } };\n", "acutest .test_boils" },
	{ false, "#include \"utest.h\"\nUTEST(kettle, boils) { ASSERT_TRUE(f()); }\n", "utest kettle.boils" },
	{ true, "#include <QtTest>\nclass Kettle : public QObject { void boils(); };\nvoid Kettle::boils() { QVERIFY(f()); }\nvoid Kettle::boils_data() { }\nQTEST_MAIN(Kettle)\n",
	  "qtest .Kettle::boils" },
	{ false, "int main(void) { return f(); }\n", "" },
};

START_TEST(tests_are_told_by_their_framework)
{
	struct arena a = { 0 };
	struct strbuf said = { 0 };
	struct ctest_facts f;

	read_source(opened[_i].source, opened[_i].is_cpp, &a, &f);
	for (uint32_t i = 0; i < f.part_count; i++)
		if (f.parts[i].kind == CTEST_CASE)
			strbuf_printf(&said, "%s%s " STR_FMT "." STR_FMT, said.len ? ", " : "", test_framework_names[f.parts[i].framework], STR_ARG(f.parts[i].suite),
				      STR_ARG(f.parts[i].name));
	assert_str(strbuf_str(&said), opened[_i].cases);
	strbuf_release(&said);
	arena_release(&a);
}
END_TEST

/* --- What keeps them from failing --- */

#define CHECKED(body) "#include <check.h>\nSTART_TEST(a)\n{\n" body "\n}\nEND_TEST\n"
#define GOOGLE(body) "#include <gtest/gtest.h>\nTEST(A, b) {\n" body "\n}\n"
#define MAKES(body) "static Suite *s(void) {\nSuite *s = suite_create(\"s\");\nTCase *tc = tcase_create(\"t\");\n" body "\n}\n"

/* Flaws as "kind:line". */
static const struct {
	bool is_cpp;
	const char *source, *flaws;
} flawed[] = {
	{ false, CHECKED("ck_assert(f());"), "" },
	{ false, CHECKED("ck_assert(1);"), "constant:4" },
	{ false, CHECKED("ck_assert(0);"), "" },
	{ false, CHECKED("ck_assert(1); ck_assert(f());"), "" },
	{ false, CHECKED("ck_assert_msg(1, \"one\");"), "constant:4" },
	{ false, CHECKED("ck_assert_int_eq(1, 1);"), "constant:4" },
	{ false, CHECKED("ck_assert_int_eq(1, 2);"), "" },
	{ false, CHECKED("ck_assert_int_eq(1, f());"), "" },
	{ false, CHECKED("int x; ck_assert(x = 1);"), "constant:4" },
	{ false, CHECKED("int x; ck_assert(x == 1);"), "" },
	{ false, CHECKED("int x; ck_assert((x = f()));"), "" },
	{ false, CHECKED("int x; ck_assert(x = 0);"), "" },
	{ false, CHECKED("fail_if(0);"), "constant:4" },
	{ false, CHECKED("fail_if(f());"), "" },
	{ false, CHECKED("fail(\"always\");"), "" },
	{ false, CHECKED("return;\nck_assert(f());"), "skipped:4" },
	{ false, CHECKED("if (g()) return;\nck_assert(f());"), "" },
	{ false, CHECKED("#ifdef SLOW\nreturn;\n#endif\nck_assert(f());"), "" },
	{ false, CHECKED("assert(f());"), "" },
	{ false, "#define NDEBUG\n#include <assert.h>\n" CHECKED("assert(f());"), "silent:6" },
	{ false, "#ifdef FAST\n#define NDEBUG\n#endif\n#include <assert.h>\n" CHECKED("assert(f());"), "" },
	{ false, "#define NDEBUG\n#undef NDEBUG\n#include <assert.h>\n" CHECKED("assert(f());"), "" },
	{ true, GOOGLE("EXPECT_TRUE(true);"), "constant:3" },
	{ true, GOOGLE("EXPECT_TRUE(f());"), "" },
	{ true, GOOGLE("SUCCEED();"), "constant:3" },
	{ true, GOOGLE("EXPECT_TRUE(false) << 1;"), "" },
	{ true, GOOGLE("GTEST_SKIP() << 1;\nEXPECT_TRUE(f());"), "skipped:3" },
	{ true, GOOGLE("if (g()) GTEST_SKIP();\nEXPECT_TRUE(f());"), "" },
	{ true, GOOGLE("g(); GTEST_SKIP();"), "" },
	{ true, "#include <gtest/gtest.h>\nTEST(A, DISABLED_b) { EXPECT_TRUE(f()); }\n", "skipped:2" },
	{ true, "#include <gtest/gtest.h>\nTEST(DISABLED_A, b) { EXPECT_TRUE(f()); }\n", "skipped:2" },
	{ true, "#include <gtest/gtest.h>\nTEST(A, MAYBE_b) { EXPECT_TRUE(f()); }\n", "" },
	{ true, "#include <catch2/catch_all.hpp>\nTEST_CASE(\"a\", \"[.]\") { REQUIRE(f()); }\n", "skipped:2" },
	{ true, "#include <catch2/catch_all.hpp>\nTEST_CASE(\"a\", \"[a]\") { REQUIRE(f()); }\n", "" },
	{ true, "#include <boost/test/unit_test.hpp>\nBOOST_AUTO_TEST_CASE(a, * utf::disabled()) { BOOST_TEST(f()); }\n", "skipped:2" },
	{ false, "#include <criterion/criterion.h>\nTest(a, b, .disabled = true) { cr_assert(f()); }\n", "skipped:2" },
	{ false, "#include <glib.h>\nstatic void a(void) {\ng_test_skip(\"no\");\nreturn;\n}\nvoid m(void) { g_test_add_func(\"/a\", a); }\n", "skipped:3" },
	{ false, "#include <glib.h>\nstatic void a(void) {\ng_test_skip(\"no\");\ng_assert_true(f());\n}\nvoid m(void) { g_test_add_func(\"/a\", a); }\n", "" },
	{ false, MAKES("tcase_add_test(tc, a);\nsuite_add_tcase(s, tc);\nreturn s;"), "" },
	{ false, MAKES("tcase_add_test(tc, a);\nreturn s;"), "unregistered:3" },
	{ false, MAKES("tcase_add_test(tc, a);\nadd(s, tc);\nreturn s;"), "" },
	{ false, MAKES("tcase_add_test(tc, a);\nsuite_add_tcase(s, tc);\ntc = tcase_create(\"u\");\ntcase_add_test(tc, b);\nreturn s;"), "unregistered:6" },
	{ false, MAKES("if (g())\ntc = tcase_create(\"u\");\ntcase_add_test(tc, b);\nsuite_add_tcase(s, tc);\nreturn s;"), "" },
	{ false, MAKES("#ifdef A\ntc = tcase_create(\"u\");\n#endif\nsuite_add_tcase(s, tc);\nreturn s;"), "" },
	{ false, MAKES("suite_add_tcase(s, tc);\nreturn NULL;"), "unregistered:2" },
	{ false, MAKES("suite_add_tcase(s, tc);\nsrunner_create(s);"), "" },
	{ false, "int main(void) {\nSRunner *r = srunner_create(s());\nsrunner_run_all(r, 0);\nreturn srunner_ntests_failed(r) ? 1 : 0;\n}\n", "" },
	{ false, "int main(void) {\nSRunner *r = srunner_create(s());\nsrunner_run_all(r, 0);\nreturn 0;\n}\n", "swallowed:3" },
	{ false, "int main(void) {\nSRunner *r = srunner_create(s());\nsrunner_run_all(r, 0);\nreturn failed();\n}\n", "" },
	{ false, "int main(void) {\nSRunner *r = srunner_create(s());\nsrunner_free(r);\nreturn 0;\n}\n", "unregistered:2" },
	{ true, "#include <gtest/gtest.h>\nint main() {\nRUN_ALL_TESTS();\nreturn 0;\n}\n", "swallowed:3" },
	{ true, "#include <gtest/gtest.h>\nint main() {\nreturn RUN_ALL_TESTS();\n}\n", "" },
	{ true, "#include <gtest/gtest.h>\nint main() {\nint x = RUN_ALL_TESTS();\nexit(x);\n}\n", "" },
	{ false, "#include <glib.h>\nint main(void) {\ng_test_run();\nreturn 0;\n}\n", "swallowed:3" },
	{ false, "START_TEST(", "" },
	{ false, "#include <check.h>\nSTART_TEST(a) { ck_assert(1", "" },
};

START_TEST(flaws_are_seen)
{
	struct arena a = { 0 };
	struct strbuf said = { 0 };
	struct ctest_facts f;

	read_source(flawed[_i].source, flawed[_i].is_cpp, &a, &f);
	for (uint32_t i = 0; i < f.flaw_count; i++)
		strbuf_printf(&said, "%s%s:%u", i ? " " : "", test_flaw_names[f.flaws[i].kind], f.flaws[i].span.line);
	assert_str(strbuf_str(&said), flawed[_i].flaws);
	strbuf_release(&said);
	arena_release(&a);
}
END_TEST

/* --- What is said of tests --- */

static const char *const role_names[CTEST_ROLE_COUNT] = {
	[CTEST_ADDS] = "adds", [CTEST_SETS_UP] = "sets-up", [CTEST_MAKES] = "makes", [CTEST_RUNS_CASE] = "runs",
	[CTEST_INSTANCE] = "instance", [CTEST_DOUBLES] = "doubles", [CTEST_NAMES] = "names",
};

/* Entries as "role group:name". */
static const struct {
	bool is_cpp;
	const char *source, *entries;
} said_of[] = {
	{ false, "void s(void) { TCase *t = tcase_create(\"x\"); tcase_add_checked_fixture(t, up, down); tcase_add_loop_test(t, a, 0, 2); suite_add_tcase(s, t); }\n",
	  "makes :t, sets-up t:up, sets-up t:down, adds t:a, runs s:t" },
	{ false, "void s(void) { g_test_add(\"/a\", F, NULL, up, a, down); }\n", "adds :a, sets-up a:up, sets-up a:down" },
	{ false, "void s(void) { t[0] = cmocka_unit_test_setup_teardown(a, up, NULL); }\n", "adds :a, sets-up a:up" },
	{ false, "void a(void **s) { will_return(__wrap_make, NULL); }\n", "doubles :make" },
	{ true, "#include <gmock/gmock.h>\nclass M : public ns::Kettle { MOCK_METHOD(int, boil, (), (override)); };\n", "doubles M:Kettle" },
	{ true, "#include <gtest/gtest.h>\nINSTANTIATE_TEST_SUITE_P(All, Kettle, testing::Values(1));\n", "instance :Kettle" },
	{ false, "#include <criterion/criterion.h>\nTest(k, a, .init = up) { cr_assert(f()); }\n", "sets-up a:up" },
	{ false, "GST_CHECK_MAIN (kettle);\n", "names :kettle" },
};

START_TEST(what_is_said_of_tests_is_kept)
{
	struct arena a = { 0 };
	struct strbuf said = { 0 };
	struct ctest_facts f;

	read_source(said_of[_i].source, said_of[_i].is_cpp, &a, &f);
	for (uint32_t i = 0; i < f.entry_count; i++)
		strbuf_printf(&said, "%s%s " STR_FMT ":" STR_FMT, i ? ", " : "", role_names[f.entries[i].role], STR_ARG(f.entries[i].group), STR_ARG(f.entries[i].name));
	assert_str(strbuf_str(&said), said_of[_i].entries);
	strbuf_release(&said);
	arena_release(&a);
}
END_TEST

/* --- Mentions --- */

/* Names of the part, "name()" where it is called. */
START_TEST(mentions_belong_to_the_innermost_part)
{
	static const char source[] = "#include <gtest/gtest.h>\n#define MAKE() kettle_new(1)\nclass Fix : public testing::Test { void SetUp() { up(); } K *k = made(); };\n"
				     "TEST_F(Fix, boils) { ns::Kettle::create(x); }\nint y = loose();\n";
	static const char *const expected[] = { "MAKE: MAKE() kettle_new()", "Fix: class Fix public testing Test testing::Test void K k made()", "Fix::SetUp: SetUp() up()",
						"boils: ns Kettle ns::Kettle create() Kettle::create() x" };
	struct arena a = { 0 };
	struct ctest_facts f;

	read_source(source, true, &a, &f);
	ck_assert_uint_eq(f.part_count, ARRAY_LEN(expected));
	for (uint32_t i = 0; i < f.part_count; i++) {
		struct strbuf said = { 0 };

		strbuf_printf(&said, STR_FMT ":", STR_ARG(f.parts[i].name));
		for (uint32_t k = 0; k < f.parts[i].mention_count; k++) {
			const struct ctest_mention *m = &f.mentions[f.parts[i].first_mention + k];

			strbuf_printf(&said, " " STR_FMT "%s", STR_ARG(f.words[m->word]), m->is_called ? "()" : "");
		}
		assert_str(strbuf_str(&said), expected[i]);
		strbuf_release(&said);
	}
	arena_release(&a);
}
END_TEST

START_TEST(names_say_what_may_fail)
{
	static const char *const may[] = { "ck_assert_int_eq", "EXPECT_EQ", "verify_all", "die", "my_abort", "compare_trees", "ok", "str_cmp" };
	static const char *const may_not[] = { "kettle_new", "printf", "okra", "setup" };

	for (size_t i = 0; i < ARRAY_LEN(may); i++)
		ck_assert_msg(ctest_may_fail(str_from(may[i])), "%s", may[i]);
	for (size_t i = 0; i < ARRAY_LEN(may_not); i++)
		ck_assert_msg(!ctest_may_fail(str_from(may_not[i])), "%s", may_not[i]);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("c_tests");

	unit_add_table(tests, tests_are_told_by_their_framework, opened);
	unit_add_table(tests, flaws_are_seen, flawed);
	unit_add_table(tests, what_is_said_of_tests_is_kept, said_of);
	tcase_add_test(tests, mentions_belong_to_the_innermost_part);
	tcase_add_test(tests, names_say_what_may_fail);
	return unit_run("c_tests", tests);
}
