/* As much of the framework as the test here uses. */
#include <stddef.h>

struct CMUnitTest {
	void (*run)(void **);
};

void *mock(void);
int run_them(const struct CMUnitTest *tests, size_t count);

#define assert_null(p) ((void)(p))
#define will_return(function, value) ((void)(value))
#define cmocka_unit_test(f) { f }
#define cmocka_run_group_tests(tests, up, down) run_them(tests, sizeof(tests) / sizeof((tests)[0]))
