#include <check.h>
#include <stdlib.h>

#include "src/kettle.h"

START_TEST(constant)
{
	kettle_free(kettle_new(1));
	ck_assert(1);
}
END_TEST

START_TEST(assigned)
{
	struct kettle *k = kettle_new(1);

	ck_assert(k->degrees = 20);
}
END_TEST

START_TEST(silent)
{
	kettle_free(kettle_new(1));
}
END_TEST

START_TEST(at_once)
{
	return;
	ck_assert_ptr_nonnull(kettle_new(1));
}
END_TEST


int main(void)
{
	Suite *s = suite_create("kettles");
	TCase *tc = tcase_create("kettles");
	SRunner *r;
	int failed;

	tcase_add_test(tc, constant);
	tcase_add_test(tc, assigned);
	tcase_add_test(tc, silent);
	tcase_add_test(tc, at_once);
	suite_add_tcase(s, tc);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? 1 : 0;
}
