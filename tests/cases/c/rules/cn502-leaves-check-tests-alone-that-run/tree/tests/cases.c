#include <check.h>

#include "src/kettle.h"

START_TEST(of_another_file)
{
	struct kettle *k = kettle_new(1);

	ck_assert_int_eq(kettle_boil(k), 100);
	kettle_free(k);
}
END_TEST

