/* What every Check program here shares: comparing struct str, and running one list of tests as main(). */
#ifndef TESTS_UNIT_UNIT_H
#define TESTS_UNIT_UNIT_H

#include "base/str.h"

#include <check.h>

/* `actual` is a struct str, `expected` a terminated string. */
#define assert_str(actual, expected)                                                                      \
	do {                                                                                              \
		struct str got_ = (actual);                                                               \
		struct str want_ = str_from(expected);                                                    \
		ck_assert_msg(str_eq(got_, want_), "%s is \"" STR_FMT "\", not \"" STR_FMT "\"", #actual, \
			STR_ARG(got_), STR_ARG(want_));                                                   \
	} while (0)

/* A test that runs once for each row of a table and finds its row at [_i]. */
#define unit_add_table(tests, function, table) tcase_add_loop_test(tests, function, 0, (int)ARRAY_LEN(table))

/* Runs the tests and returns the exit code for main(); takes `tests`. */
static inline int unit_run(const char *module, TCase *tests)
{
	Suite *suite = suite_create(module);
	SRunner *runner;
	int failed;

	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? 1 : 0;
}

#endif
