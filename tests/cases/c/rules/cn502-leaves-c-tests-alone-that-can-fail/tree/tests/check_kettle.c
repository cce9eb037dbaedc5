#include <check.h>
#include <stdlib.h>

#include "src/stove.h"

static void expect_hot(struct kettle *k)
{
	ck_assert_int_eq(kettle_boil(k), 100);
}

START_TEST(by_a_helper)
{
	ck_assert(1);
	expect_hot(kettle_new(1));
}
END_TEST

START_TEST(by_the_program)
{
	stove_heat(kettle_new(1));
}
END_TEST

START_TEST(by_its_end)
{
	kettle_free(kettle_new(1));
	exit(3);
}
END_TEST

START_TEST(falls_down)
{
	kettle_boil(kettle_new(-1));
	*(volatile int *)0 = 1;
}
END_TEST

START_TEST(never_comes_here)
{
	if (!kettle_new(1))
		ck_assert(0);
}
END_TEST

START_TEST(asks_first)
{
	struct kettle *k;

	ck_assert((k = kettle_new(1)));
}
END_TEST


int main(void)
{
	Suite *s = suite_create("kettles");
	TCase *tc = tcase_create("kettles");
	SRunner *r;
	int failed;

	tcase_add_test(tc, by_a_helper);
	tcase_add_test(tc, by_the_program);
	tcase_add_test(tc, never_comes_here);
	tcase_add_test(tc, asks_first);
	tcase_add_exit_test(tc, by_its_end, 3);
	tcase_add_test_raise_signal(tc, falls_down, 11);
	suite_add_tcase(s, tc);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? 1 : 0;
}
