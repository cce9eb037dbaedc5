#include <check.h>
#include <stdlib.h>

int spoon_length(void);


START_TEST(measures)
{
	ck_assert_int_eq(spoon_length(), 12);
}
END_TEST


int main(void)
{
	Suite *s = suite_create("kettles");
	TCase *tc = tcase_create("kettles");
	SRunner *r;
	int failed;

	tcase_add_test(tc, measures);
	suite_add_tcase(s, tc);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? 1 : 0;
}
