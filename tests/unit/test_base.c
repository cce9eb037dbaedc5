/* Tests of base/base: memory that is there, and BUG(). */
#include "base/base.h"

#include <signal.h>

#include "tests/unit/unit.h"

START_TEST(no_size_gives_no_null)
{
	void *memory[] = { xmalloc(0), xmalloc(1), xcalloc(0, 8), xcalloc(8, 0), xrealloc_array(NULL, 0, 8) };

	for (size_t i = 0; i < ARRAY_LEN(memory); i++) {
		ck_assert_ptr_nonnull(memory[i]);
		free(memory[i]);
	}
}
END_TEST

START_TEST(cleared_memory_is_zero)
{
	int *numbers = xcalloc(100, sizeof(*numbers));

	for (size_t i = 0; i < 100; i++)
		ck_assert_int_eq(numbers[i], 0);
	free(numbers);
}
END_TEST

START_TEST(a_grown_array_keeps_its_items)
{
	int *numbers = xrealloc_array(NULL, 2, sizeof(*numbers));

	numbers[0] = 7;
	numbers[1] = 8;
	numbers = xrealloc_array(numbers, 1000, sizeof(*numbers));
	ck_assert_int_eq(numbers[0] + numbers[1], 15);
	free(numbers);
}
END_TEST

START_TEST(a_text_is_copied)
{
	char *copy = xstrdup("text");

	ck_assert_str_eq(copy, "text");
	free(copy);
}
END_TEST

START_TEST(a_size_that_overflows_aborts)
{
	free(xrealloc_array(NULL, SIZE_MAX / 2, 3));
}
END_TEST

START_TEST(a_bug_aborts)
{
	BUG("number %d", 1);
}
END_TEST

START_TEST(smaller_and_larger_are_found)
{
	ck_assert_int_eq(MIN(1, 2), 1);
	ck_assert_int_eq(MAX(1, 2), 2);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("base");

	tcase_add_test(tests, no_size_gives_no_null);
	tcase_add_test(tests, cleared_memory_is_zero);
	tcase_add_test(tests, a_grown_array_keeps_its_items);
	tcase_add_test(tests, a_text_is_copied);
	tcase_add_test_raise_signal(tests, a_size_that_overflows_aborts, SIGABRT);
	tcase_add_test_raise_signal(tests, a_bug_aborts, SIGABRT);
	tcase_add_test(tests, smaller_and_larger_are_found);
	return unit_run("base", tests);
}
