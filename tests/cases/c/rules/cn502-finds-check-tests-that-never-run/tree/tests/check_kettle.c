#include <check.h>
#include <stdlib.h>

#include "src/kettle.h"

START_TEST(forgotten)
{
	ck_assert_ptr_nonnull(kettle_new(1));
}
END_TEST

START_TEST(in_no_suite)
{
	ck_assert_ptr_nonnull(kettle_new(1));
}
END_TEST

START_TEST(in_the_first)
{
	ck_assert_ptr_nonnull(kettle_new(1));
}
END_TEST

START_TEST(runs)
{
	ck_assert_ptr_nonnull(kettle_new(1));
}
END_TEST

START_TEST(of_a_lost_suite)
{
	ck_assert_ptr_nonnull(kettle_new(1));
}
END_TEST

static inline Suite *lost(void)
{
	Suite *s = suite_create("lost");
	TCase *tc = tcase_create("lost");

	tcase_add_test(tc, of_a_lost_suite);
	suite_add_tcase(s, tc);
	return s;
}

int main(void)
{
	Suite *s = suite_create("kettles");
	TCase *other = tcase_create("other");
	TCase *tc = tcase_create("first");
	SRunner *r;
	int failed;

	tcase_add_test(other, in_no_suite);
	tcase_add_test(tc, in_the_first);
	tc = tcase_create("second");
	tcase_add_test(tc, runs);
	suite_add_tcase(s, tc);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? 1 : 0;
}
