#include "cmocka.h"
#include "src/kettle.h"

/* The linker puts it into the place of the real one: --wrap=kettle_new. */
struct kettle *__wrap_kettle_new(int litres)
{
	return mock();
}

static void test_no_kettle(void **state)
{
	will_return(__wrap_kettle_new, NULL);
	assert_null(kettle_new(1));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_no_kettle) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
