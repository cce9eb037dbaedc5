#include <check.h>
#include <stdlib.h>

#include "src/camp.h"

START_TEST(boils)
{
	struct kettle *k = camp_kettle(1);

	ck_assert_int_eq(kettle_boil(k), 100);
	kettle_free(k);
}
END_TEST


int main(void)
{
	Suite *s = suite_create("kettles");
	TCase *tc = tcase_create("kettles");
	SRunner *r;
	int failed;

	tcase_add_test(tc, boils);
	suite_add_tcase(s, tc);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? 1 : 0;
}
