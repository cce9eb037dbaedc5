#include <check.h>
static void setup(void) { kettle_new(1); }
START_TEST(boils) { ck_assert(1); } END_TEST
START_TEST (cools)
	ck_assert_int_eq(f(), 2);
END_TEST
#if 0
START_TEST(never) { } END_TEST
#endif
static Suite *suite(void) {
	Suite *s = suite_create("s");
	TCase *tc = tcase_create("t");
	tcase_add_checked_fixture(tc, setup, NULL);
	tcase_add_test(tc, boils);
	tc = tcase_create("u");
	suite_add_tcase(s, tc);
	return s;
}
int main(void) { SRunner *r = srunner_create(suite()); srunner_run_all(r, CK_ENV); return 0; }
