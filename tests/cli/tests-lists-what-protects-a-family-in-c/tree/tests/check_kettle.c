#include <check.h>
#include <stdlib.h>

#include "../src/camp.h"

int pot_cost(void);

static struct kettle *shared;

static void setup(void)
{
	shared = kettle_new(1);
}

START_TEST(boils)
{
	ck_assert_int_eq(kettle_boil(shared), 100);
}
END_TEST

START_TEST(boils_outside)
{
	ck_assert_int_eq(kettle_boil(camp_kettle(1)), 100);
}
END_TEST

START_TEST(is_forgotten)
{
	ck_assert_ptr_nonnull(kettle_new(1));
}
END_TEST

START_TEST(costs)
{
	ck_assert_int_eq(pot_cost(), 12);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("kettles");
	TCase *tc = tcase_create("one for all");
	SRunner *r;
	int failed;

	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, boils);
	suite_add_tcase(s, tc);
	tc = tcase_create("others");
	tcase_add_test(tc, boils_outside);
	tcase_add_test(tc, costs);
	suite_add_tcase(s, tc);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? 1 : 0;
}
