#include <check.h>
#include <stdlib.h>

#include "src/kettle.h"

#define ADD(tc, name) tcase_add_test(tc, is_##name)

START_TEST(is_boiling)
{
	struct kettle *k = kettle_new(1);

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

	ADD(tc, boiling);
	suite_add_tcase(s, tc);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? 1 : 0;
}
