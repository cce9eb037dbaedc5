/* Tests of base/vec: push, pop, walk, sort. */
#include "base/base.h"
#include "base/vec.h"

#include <signal.h>

#include "tests/unit/unit.h"

struct edit {
	int start, end;
};

typedef VEC(int) ints;

static int compare_ints(const void *a, const void *b)
{
	const int *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

START_TEST(an_empty_vector_can_be_walked_sorted_and_released)
{
	ints v = { 0 };

	vec_foreach (int, it, &v)
		ck_abort_msg("%d", *it);
	vec_sort(&v, compare_ints);
	vec_clear(&v);
	vec_release(&v);
	ck_assert_ptr_null(v.items);
}
END_TEST

START_TEST(items_stay_in_order)
{
	ints v = { 0 };
	int expected = 0;

	for (int i = 0; i < 1000; i++)
		vec_push(&v, i);
	ck_assert_uint_eq(v.len, 1000);
	vec_foreach (int, it, &v)
		ck_assert_int_eq(*it, expected++);
	ck_assert_int_eq(expected, 1000);
	vec_release(&v);
	ck_assert_uint_eq(v.cap, 0);
}
END_TEST

START_TEST(the_last_item_is_seen_and_popped)
{
	VEC(struct edit) v = { 0 };
	struct edit popped;

	vec_push(&v, (struct edit){ 1, 2 });
	vec_push(&v, (struct edit){ .start = 3, .end = 4 });
	ck_assert_int_eq(vec_last(&v)->end, 4);
	popped = vec_pop(&v);
	ck_assert_int_eq(popped.start, 3);
	ck_assert_uint_eq(v.len, 1);
	vec_release(&v);
}
END_TEST

START_TEST(capacity_doubles)
{
	size_t cap = 0;
	void *items = vec_grow(NULL, &cap, sizeof(int));
	size_t first = cap;

	ck_assert_uint_gt(first, 0);
	items = vec_grow(items, &cap, sizeof(int));
	ck_assert_uint_eq(cap, 2 * first);
	free(items);
}
END_TEST

START_TEST(clear_keeps_the_memory)
{
	ints v = { 0 };
	const int *memory;

	vec_push(&v, 1);
	memory = v.items;
	vec_clear(&v);
	vec_push(&v, 2);
	ck_assert_ptr_eq(v.items, memory);
	ck_assert_uint_eq(v.len, 1);
	vec_release(&v);
}
END_TEST

START_TEST(items_are_sorted)
{
	ints v = { 0 };

	for (int i = 0; i < 100; i++)
		vec_push(&v, i * 37 % 100);
	vec_sort(&v, compare_ints);
	for (int i = 0; i < 100; i++)
		ck_assert_int_eq(v.items[i], i);
	vec_release(&v);
}
END_TEST

START_TEST(a_size_that_overflows_aborts)
{
	size_t cap = SIZE_MAX / 8;

	free(vec_grow(NULL, &cap, 64));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("vec");

	tcase_add_test(tests, an_empty_vector_can_be_walked_sorted_and_released);
	tcase_add_test(tests, items_stay_in_order);
	tcase_add_test(tests, the_last_item_is_seen_and_popped);
	tcase_add_test(tests, capacity_doubles);
	tcase_add_test(tests, clear_keeps_the_memory);
	tcase_add_test(tests, items_are_sorted);
	tcase_add_test_raise_signal(tests, a_size_that_overflows_aborts, SIGABRT);
	return unit_run("vec", tests);
}
