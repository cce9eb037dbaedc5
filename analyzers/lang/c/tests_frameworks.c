/* The test frameworks of C and C++, a row for each: headers, macros that open tests, what takes functions, assertions. */
#include "base/base.h"
#include "analyzers/lang/c/tests.h"

#include "base/path.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define OPENERS(...) ((const struct ctest_opener[]){ __VA_ARGS__, { NULL, 0, 0, 0 } })
#define REGISTRARS(...) ((const struct ctest_registrar[]){ __VA_ARGS__, { NULL, 0, 0, 0, 0 } })
#define NO_OPENERS ((const struct ctest_opener[]){ { NULL, 0, 0, 0 } })
#define NO_REGISTRARS ((const struct ctest_registrar[]){ { NULL, 0, 0, 0, 0 } })
#define NO_WORDS ((const char *const[]){ NULL })

/* clang-format off */
const struct ctest_framework ctest_frameworks[] = {
	{
		.id = FRAMEWORK_CHECK,
		.headers = WORDS("check.h", "gst/check/gstcheck.h"),
		.openers = OPENERS({ "START_TEST", -1, 0, OPENS_TO_END }),
		.registrars = REGISTRARS(
			{ "suite_add_tcase", 1, 0, 0, CTEST_RUNS_CASE },
			{ "tcase_add_checked_fixture", -1, 1, 2, CTEST_SETS_UP },
			{ "tcase_add_exit_test", 1, 0, 0, CTEST_ADDS },
			{ "tcase_add_loop_exit_test", 1, 0, 0, CTEST_ADDS },
			{ "tcase_add_loop_test", 1, 0, 0, CTEST_ADDS },
			{ "tcase_add_loop_test_raise_signal", 1, 0, 0, CTEST_ADDS },
			{ "tcase_add_test", 1, 0, 0, CTEST_ADDS },
			{ "tcase_add_test_raise_signal", 1, 0, 0, CTEST_ADDS },
			{ "tcase_add_unchecked_fixture", -1, 1, 2, CTEST_SETS_UP }),
		.assertions = WORDS("ck_assert", "ck_abort", "fail"),
		.skips = NO_WORDS,
		.runners = NO_WORDS,
	},
	{
		.id = FRAMEWORK_GOOGLETEST,
		.headers = WORDS("gtest/gtest.h", "gmock/gmock.h", "gtest.h", "gmock.h"),
		.openers = OPENERS(
			{ "GTEST_TEST", 0, 1, 0 }, { "TEST", 0, 1, 0 }, { "TEST_F", 0, 1, OPENS_FIXTURE },
			{ "TEST_P", 0, 1, OPENS_FIXTURE | OPENS_PARAMETER }, { "TYPED_TEST", 0, 1, OPENS_FIXTURE },
			{ "TYPED_TEST_P", 0, 1, OPENS_FIXTURE | OPENS_PARAMETER }),
		.registrars = REGISTRARS(
			{ "INSTANTIATE_TEST_CASE_P", 1, 0, 0, CTEST_INSTANCE }, { "INSTANTIATE_TEST_SUITE_P", 1, 0, 0, CTEST_INSTANCE },
			{ "INSTANTIATE_TYPED_TEST_CASE_P", 1, 0, 0, CTEST_INSTANCE }, { "INSTANTIATE_TYPED_TEST_SUITE_P", 1, 0, 0, CTEST_INSTANCE }),
		.assertions = WORDS("EXPECT_", "ASSERT_", "ADD_FAILURE", "FAIL", "GTEST_FAIL", "SUCCEED", "GTEST_SUCCEED"),
		.skips = WORDS("GTEST_SKIP"),
		.runners = WORDS("RUN_ALL_TESTS"),
	},
	{
		.id = FRAMEWORK_GLIB,
		.headers = WORDS("glib.h"), /* of every program of GLib: see ctest_framework_of_header() */
		.openers = NO_OPENERS,
		.registrars = REGISTRARS(
			{ "g_test_add", 4, 3, 5, CTEST_ADDS }, { "g_test_add_data_func", 2, 0, 0, CTEST_ADDS },
			{ "g_test_add_data_func_full", 2, 0, 0, CTEST_ADDS }, { "g_test_add_func", 1, 0, 0, CTEST_ADDS }),
		.assertions = WORDS("g_assert", "g_test_fail"),
		.skips = WORDS("g_test_incomplete", "g_test_skip"),
		.runners = WORDS("g_test_run"),
	},
	{
		.id = FRAMEWORK_CMOCKA,
		.headers = WORDS("cmocka.h", "cmockery.h"),
		.openers = NO_OPENERS,
		.registrars = REGISTRARS(
			{ "cmocka_unit_test", 0, 0, 0, CTEST_ADDS }, { "cmocka_unit_test_prestate", 0, 0, 0, CTEST_ADDS },
			{ "cmocka_unit_test_prestate_setup_teardown", 0, 1, 2, CTEST_ADDS }, { "cmocka_unit_test_setup", 0, 1, 0, CTEST_ADDS },
			{ "cmocka_unit_test_setup_teardown", 0, 1, 2, CTEST_ADDS }, { "cmocka_unit_test_teardown", 0, 1, 0, CTEST_ADDS },
			{ "expect_function_call", 0, 0, 0, CTEST_DOUBLES }, { "unit_test", 0, 0, 0, CTEST_ADDS },
			{ "unit_test_setup_teardown", 0, 1, 2, CTEST_ADDS }, { "will_return", 0, 0, 0, CTEST_DOUBLES },
			{ "will_return_always", 0, 0, 0, CTEST_DOUBLES }, { "will_return_count", 0, 0, 0, CTEST_DOUBLES }),
		.assertions = WORDS("assert_", "fail"),
		.skips = WORDS("skip"),
		.runners = WORDS("cmocka_run_group_tests", "cmocka_run_group_tests_name"),
	},
	{
		.id = FRAMEWORK_UNITY,
		.headers = WORDS("unity.h", "unity_fixture.h"),
		.openers = OPENERS({ "IGNORE_TEST", 0, 1, OPENS_DISABLED }, { "TEST", 0, 1, 0 }),
		.registrars = REGISTRARS({ "RUN_TEST", 0, 0, 0, CTEST_ADDS }, { "RUN_TEST_CASE", 1, 0, 0, CTEST_ADDS }),
		.assertions = WORDS("TEST_ASSERT", "TEST_FAIL"),
		.skips = WORDS("TEST_IGNORE", "TEST_IGNORE_MESSAGE"),
		.runners = WORDS("UNITY_END", "UnityMain"),
		.functions = "test",
	},
	{
		.id = FRAMEWORK_CRITERION,
		.headers = WORDS("criterion/criterion.h", "criterion/parameterized.h", "criterion/theories.h"),
		.openers = OPENERS({ "ParameterizedTest", 1, 2, OPENS_KNOWN }, { "Test", 0, 1, OPENS_KNOWN }, { "Theory", 1, 2, OPENS_KNOWN }),
		.registrars = NO_REGISTRARS,
		.assertions = WORDS("cr_", "eq", "ne"),
		.skips = WORDS("cr_skip", "cr_skip_test"),
		.runners = WORDS("criterion_run_all_tests"),
	},
	{
		.id = FRAMEWORK_CPPUTEST,
		.headers = WORDS("CppUTest/TestHarness.h", "CppUTest/CommandLineTestRunner.h", "CppUTestExt/MockSupport.h"),
		.openers = OPENERS(
			{ "IGNORE_TEST", 0, 1, OPENS_FIXTURE | OPENS_DISABLED }, { "TEST", 0, 1, OPENS_FIXTURE },
			{ "TEST_GROUP", -1, 0, OPENS_CLASS }, { "TEST_GROUP_BASE", -1, 0, OPENS_CLASS }),
		.registrars = NO_REGISTRARS,
		.assertions = WORDS("CHECK", "LONGS_EQUAL", "UNSIGNED_LONGS_EQUAL", "POINTERS_EQUAL", "STRCMP_EQUAL", "DOUBLES_EQUAL", "BYTES_EQUAL",
				    "MEMCMP_EQUAL", "ENUMS_EQUAL", "FAIL"),
		.skips = NO_WORDS,
		.runners = WORDS("RunAllTests"),
	},
	{
		.id = FRAMEWORK_CATCH2,
		.headers = WORDS("catch.hpp", "catch2/catch.hpp", "catch2/catch_all.hpp", "catch2/catch_test_macros.hpp", "catch_amalgamated.hpp"),
		.openers = OPENERS(
			{ "SCENARIO", -1, 0, OPENS_KNOWN }, { "TEMPLATE_TEST_CASE", -1, 0, 0 }, { "TEST_CASE", -1, 0, 0 },
			{ "TEST_CASE_METHOD", 0, 1, OPENS_FIXTURE }),
		.registrars = NO_REGISTRARS,
		.assertions = WORDS("CHECK", "REQUIRE", "FAIL", "SUCCEED"),
		.skips = WORDS("SKIP"),
		.runners = NO_WORDS,
	},
	{
		.id = FRAMEWORK_DOCTEST,
		.headers = WORDS("doctest.h", "doctest/doctest.h"),
		.openers = OPENERS(
			{ "SCENARIO", -1, 0, OPENS_KNOWN }, { "TEST_CASE", -1, 0, 0 }, { "TEST_CASE_FIXTURE", 0, 1, OPENS_FIXTURE },
			{ "TEST_CASE_TEMPLATE", -1, 0, 0 }),
		.registrars = NO_REGISTRARS,
		.assertions = WORDS("CHECK", "REQUIRE", "FAIL"),
		.skips = NO_WORDS,
		.runners = NO_WORDS,
	},
	{
		.id = FRAMEWORK_BOOST,
		.headers = WORDS("boost/test/unit_test.hpp", "boost/test/included/unit_test.hpp", "boost/test/auto_unit_test.hpp",
				 "boost/test/data/test_case.hpp", "boost/test/minimal.hpp"),
		.openers = OPENERS(
			{ "BOOST_AUTO_TEST_CASE", -1, 0, 0 }, { "BOOST_AUTO_TEST_CASE_TEMPLATE", -1, 0, 0 }, { "BOOST_DATA_TEST_CASE", -1, 0, 0 },
			{ "BOOST_DATA_TEST_CASE_F", 0, 1, OPENS_FIXTURE }, { "BOOST_FIXTURE_TEST_CASE", 1, 0, OPENS_FIXTURE }),
		.registrars = REGISTRARS({ "BOOST_TEST_CASE", 0, 0, 0, CTEST_ADDS }),
		.assertions = WORDS("BOOST_CHECK", "BOOST_ERROR", "BOOST_FAIL", "BOOST_REQUIRE", "BOOST_TEST"),
		.skips = NO_WORDS,
		.runners = NO_WORDS,
	},
	{
		.id = FRAMEWORK_CLAR,
		.headers = WORDS("clar.h", "clar_libgit2.h", "unit-test.h"),
		.openers = NO_OPENERS,
		.registrars = NO_REGISTRARS,
		.assertions = WORDS("cl_"),
		.skips = WORDS("cl_skip"),
		.runners = WORDS("clar_test"),
		.functions = "test_",
	},
	{
		.id = FRAMEWORK_CUNIT,
		.headers = WORDS("CUnit/Basic.h", "CUnit/CUnit.h"),
		.openers = NO_OPENERS,
		.registrars = REGISTRARS({ "CU_ADD_TEST", 1, 0, 0, CTEST_ADDS }, { "CU_add_test", 2, 0, 0, CTEST_ADDS }),
		.assertions = WORDS("CU_ASSERT", "CU_FAIL", "CU_TEST"),
		.skips = NO_WORDS,
		.runners = NO_WORDS,
	},
	{
		.id = FRAMEWORK_GREATEST,
		.headers = WORDS("greatest.h"),
		.openers = NO_OPENERS,
		.registrars = REGISTRARS({ "RUN_TEST", 0, 0, 0, CTEST_ADDS }, { "RUN_TEST1", 0, 0, 0, CTEST_ADDS }, { "RUN_TESTp", 0, 0, 0, CTEST_ADDS }),
		.assertions = WORDS("ASSERT", "FAIL"),
		.skips = WORDS("SKIP"),
		.runners = NO_WORDS,
	},
	{
		.id = FRAMEWORK_KUNIT,
		.headers = WORDS("kunit/test.h"),
		.openers = NO_OPENERS,
		.registrars = REGISTRARS({ "KUNIT_CASE", 0, 0, 0, CTEST_ADDS }, { "KUNIT_CASE_PARAM", 0, 0, 0, CTEST_ADDS }, { "KUNIT_CASE_SLOW", 0, 0, 0, CTEST_ADDS }),
		.assertions = WORDS("KUNIT_ASSERT", "KUNIT_EXPECT", "KUNIT_FAIL"),
		.skips = WORDS("kunit_skip"),
		.runners = NO_WORDS,
	},
	{
		.id = FRAMEWORK_MUNIT,
		.headers = WORDS("munit.h"),
		.openers = NO_OPENERS,
		.registrars = NO_REGISTRARS,
		.assertions = WORDS("munit_assert", "munit_error"),
		.skips = NO_WORDS,
		.runners = WORDS("munit_suite_main"),
		.functions = "test",
	},
	{
		.id = FRAMEWORK_QTEST,
		.headers = WORDS("QTest", "QtTest", "QtTest/QTest", "QtTest/QtTest", "qtest.h"),
		.openers = NO_OPENERS,
		.registrars = REGISTRARS(
			{ "QTEST_APPLESS_MAIN", 0, 0, 0, CTEST_INSTANCE }, { "QTEST_GUILESS_MAIN", 0, 0, 0, CTEST_INSTANCE }, { "QTEST_MAIN", 0, 0, 0, CTEST_INSTANCE }),
		.assertions = WORDS("QCOMPARE", "QFAIL", "QTRY_", "QVERIFY"),
		.skips = WORDS("QSKIP"),
		.runners = NO_WORDS,
	},
	{
		.id = FRAMEWORK_UTEST,
		.headers = WORDS("utest.h", "utest/utest.h"),
		.openers = OPENERS({ "UTEST", 0, 1, 0 }, { "UTEST_F", 0, 1, OPENS_FIXTURE }, { "UTEST_I", 0, 1, OPENS_FIXTURE }),
		.registrars = NO_REGISTRARS,
		.assertions = WORDS("ASSERT_", "EXPECT_"),
		.skips = WORDS("UTEST_SKIP"),
		.runners = NO_WORDS,
	},
	{
		.id = FRAMEWORK_ACUTEST,
		.headers = WORDS("acutest.h", "cutest.h"),
		.openers = NO_OPENERS,
		.registrars = NO_REGISTRARS,
		.assertions = WORDS("TEST_ASSERT", "TEST_CHECK", "TEST_EXCEPTION"),
		.skips = WORDS("TEST_SKIP"),
		.runners = NO_WORDS,
		.functions = "test",
	},
	{ .id = FRAMEWORK_COUNT, .headers = NULL },
};
/* clang-format on */

#define FRAMEWORKS(f) for (const struct ctest_framework *f = ctest_frameworks; f->headers; f++)

const struct ctest_framework *ctest_framework(enum test_framework id)
{
	FRAMEWORKS (f)
		if (f->id == id)
			return f;
	return NULL;
}

/* "check.h" is that of Check wherever it lies; a project's own lies in quotes with a folder of its own, and is resolved first. */
enum test_framework ctest_framework_of_header(struct str path)
{
	FRAMEWORKS (f) {
		if (f->id == FRAMEWORK_GLIB)
			continue;
		for (const char *const *h = f->headers; *h; h++)
			if (str_is(path, *h) || (str_ends(path, str_from(*h)) && path.ptr[path.len - str_from(*h).len - 1] == '/'))
				return f->id;
	}
	return FRAMEWORK_COUNT;
}

static bool fits(const struct ctest_opener *o, struct str word)
{
	struct str name = str_from(o->name);

	if (!(o->flags & OPENS_TO_END))
		return str_eq(word, name);
	return str_ends(word, name) && (word.len == name.len || word.ptr[word.len - name.len - 1] == '_');
}

static const struct ctest_opener *find_opener(const struct ctest_framework *f, struct str word, unsigned without)
{
	for (const struct ctest_opener *o = f->openers; o->name; o++)
		if (!(o->flags & without) && (word.ptr[0] == *o->name || o->flags & OPENS_TO_END) && fits(o, word))
			return o;
	return NULL;
}

const struct ctest_opener *ctest_opener(enum test_framework file, struct str word, enum test_framework *ret)
{
	const struct ctest_framework *own = ctest_framework(file);
	const struct ctest_opener *found = own ? find_opener(own, word, 0) : NULL;

	*ret = file;
	if (found || (own && own->openers->name))
		return found;
	FRAMEWORKS (f) {
		*ret = f->id;
		found = find_opener(f, word, OPENS_KNOWN);
		if (found)
			return found;
	}
	return NULL;
}

static const struct ctest_registrar *find_registrar(const struct ctest_framework *f, struct str word)
{
	for (const struct ctest_registrar *x = f->registrars; x->name; x++)
		if (word.ptr[0] == *x->name && str_is(word, x->name))
			return x;
	return NULL;
}

const struct ctest_registrar *ctest_registrar(enum test_framework file, struct str word, enum test_framework *ret)
{
	const struct ctest_framework *own = ctest_framework(file);
	const struct ctest_registrar *found = own ? find_registrar(own, word) : NULL;

	*ret = file;
	if (found)
		return found;
	FRAMEWORKS (f) {
		*ret = f->id;
		found = find_registrar(f, word);
		if (found)
			return found;
	}
	return NULL;
}

bool ctest_is_runner(struct str word)
{
	FRAMEWORKS (f)
		if (str_is_one_of(word, f->runners))
			return true;
	return false;
}

bool ctest_is_assertion(enum test_framework framework, struct str word)
{
	const struct ctest_framework *f = ctest_framework(framework);

	for (const char *const *a = f ? f->assertions : NO_WORDS; *a; a++)
		if (str_starts(word, str_from(*a)))
			return true;
	return str_is(word, "assert");
}

bool ctest_may_fail(struct str name)
{
	static const char *const inside[] = { "abort", "assert",  "assume", "bug",   "check", "compare", "confirm", "crash",  "die",    "ensure",  "equal", "error",
					      "exit",  "expect",  "fail",   "fatal", "kill",  "match",   "must",    "oops",   "panic",  "raise",   "reach", "require",
					      "result", "should", "signal", "skip",  "tap_",  "test",    "throw",   "trap",   "unless", "validate", "verify", "warn", NULL };
	static const char *const whole[] = { "cmp", "diag", "eq", "err", "errx", "is", "isnt", "like", "ne", "ok", "pass", "plan", NULL };
	size_t cut = str_rfind(name, '_');

	for (const char *const *w = inside; *w; w++)
		if (str_has_nocase(name, str_from(*w)))
			return true;
	return str_is_one_of(name, whole) || str_is_one_of(cut < name.len ? str_slice(name, cut + 1, name.len) : name, whole);
}
