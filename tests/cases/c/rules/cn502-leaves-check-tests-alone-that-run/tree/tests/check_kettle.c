#include <check.h>
#include <stdlib.h>

#include "src/kettle.h"

START_TEST(boils)
{
	struct kettle *k = kettle_new(1);

	ck_assert_int_eq(kettle_boil(k), 100);
	kettle_free(k);
}
END_TEST

START_TEST(by_a_list)
{
	struct kettle *k = kettle_new(1);

	ck_assert_int_eq(kettle_boil(k), 100);
	kettle_free(k);
}
END_TEST

#ifdef SLOW
START_TEST(now_and_then)
{
	struct kettle *k = kettle_new(1);

	ck_assert_int_eq(kettle_boil(k), 100);
	kettle_free(k);
}
END_TEST

#endif

static void add(Suite *suite, TCase *tests)
{
	suite_add_tcase(suite, tests);
}


int main(void)
{
	Suite *s = suite_create("kettles");
	TCase *tc = tcase_create("kettles");
	SRunner *r;
	int failed;

	const TTest *const list[] = { by_a_list };
	TCase *more = tcase_create("more");

	tcase_add_test(tc, boils);
	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		tcase_add_test(more, list[i]);
	add(s, more);
	suite_add_tcase(s, tc);
	r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? 1 : 0;
}
