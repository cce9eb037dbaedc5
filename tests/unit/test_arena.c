/* Tests of base/arena: alignment, zeroes, growth, reuse. */
#include "base/base.h"
#include "base/arena.h"

#include <signal.h>

#include "tests/unit/unit.h"

static bool is_zero(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i])
			return false;
	return true;
}

static const size_t sizes[] = { 0, 1, 15, 16, 17, 100, 4095, 4096, 5000, 16384, 100000, 3000000 };

START_TEST(memory_is_zeroed_and_aligned)
{
	struct arena a = { 0 };

	for (int round = 0; round < 40; round++) {
		char *memory = arena_alloc(&a, sizes[_i]);

		ck_assert_ptr_nonnull(memory);
		ck_assert_uint_eq((uintptr_t)memory % 16, 0);
		ck_assert(is_zero(memory, sizes[_i]));
		memset(memory, 0xAA, sizes[_i]);
	}
	ck_assert_uint_eq(a.total, 40 * sizes[_i]);
	arena_release(&a);
	ck_assert_ptr_null(a.chunk);
}
END_TEST

START_TEST(sizes_may_be_mixed)
{
	struct arena a = { 0 };
	char *items[200];

	for (size_t i = 0; i < ARRAY_LEN(items); i++) {
		size_t size = sizes[i % ARRAY_LEN(sizes)] + 1;

		items[i] = arena_alloc(&a, size);
		ck_assert(is_zero(items[i], size));
		memset(items[i], (int)(i % 255) + 1, size);
	}
	for (size_t i = 0; i < ARRAY_LEN(items); i++) {
		size_t last = sizes[i % ARRAY_LEN(sizes)];

		ck_assert_int_eq((unsigned char)items[i][0], (int)(i % 255) + 1);
		ck_assert_int_eq((unsigned char)items[i][last], (int)(i % 255) + 1);
	}
	arena_release(&a);
}
END_TEST

START_TEST(reset_gives_zeroed_memory_again)
{
	struct arena a = { 0 };

	for (int round = 0; round < 5; round++) {
		for (size_t i = 0; i < 1000; i++) {
			char *memory = arena_alloc(&a, 100);

			ck_assert(is_zero(memory, 100));
			memset(memory, 0xFF, 100);
		}
		arena_reset(&a);
		ck_assert_uint_eq(a.total, 0);
		ck_assert_ptr_nonnull(a.chunk);
	}
	arena_release(&a);
}
END_TEST

START_TEST(reset_lets_a_huge_chunk_go)
{
	struct arena a = { 0 };

	arena_alloc(&a, (size_t)8 << 20);
	arena_reset(&a);
	ck_assert_ptr_null(a.chunk);
	ck_assert_ptr_nonnull(arena_alloc(&a, 1));
	arena_release(&a);
}
END_TEST

START_TEST(an_empty_arena_can_be_reset_and_released)
{
	struct arena a = { 0 };

	arena_reset(&a);
	arena_release(&a);
	arena_release(&a);
	arena_release(NULL);
}
END_TEST

START_TEST(text_is_copied_and_terminated)
{
	struct arena a = { 0 };
	char source[] = "name=value";
	struct str copy = arena_str(&a, (struct str){ source, 4 });

	source[0] = 'X';
	assert_str(copy, "name");
	ck_assert_int_eq(copy.ptr[4], '\0');
	ck_assert_str_eq(arena_str(&a, (struct str){ 0 }).ptr, "");
	arena_release(&a);
}
END_TEST

START_TEST(formatted_text_has_its_length)
{
	struct arena a = { 0 };
	struct str text = arena_printf(&a, "%s:%d", "file.c", 12);

	assert_str(text, "file.c:12");
	ck_assert_int_eq(text.ptr[text.len], '\0');
	assert_str(arena_printf(&a, "%s", ""), "");
	arena_release(&a);
}
END_TEST

START_TEST(items_are_copied)
{
	static const int numbers[] = { 1, 2, 3 };
	struct arena a = { 0 };
	const int *copy = arena_copy(&a, numbers, ARRAY_LEN(numbers), sizeof(numbers[0]));

	ck_assert_ptr_ne(copy, numbers);
	ck_assert_mem_eq(copy, numbers, sizeof(numbers));
	ck_assert_ptr_null(arena_copy(&a, NULL, 0, sizeof(int)));
	arena_release(&a);
}
END_TEST

START_TEST(typed_helpers_give_typed_memory)
{
	struct arena a = { 0 };
	uint64_t *one = arena_new(&a, uint64_t);
	uint64_t *many = arena_array(&a, uint64_t, 1000);

	*one = 1;
	many[999] = 2;
	ck_assert_uint_eq(*one + many[0] + many[999], 3);
	arena_release(&a);
}
END_TEST

START_TEST(a_size_that_overflows_aborts)
{
	arena_size(SIZE_MAX / 2, 3);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("arena");

	unit_add_table(tests, memory_is_zeroed_and_aligned, sizes);
	tcase_add_test(tests, sizes_may_be_mixed);
	tcase_add_test(tests, reset_gives_zeroed_memory_again);
	tcase_add_test(tests, reset_lets_a_huge_chunk_go);
	tcase_add_test(tests, an_empty_arena_can_be_reset_and_released);
	tcase_add_test(tests, text_is_copied_and_terminated);
	tcase_add_test(tests, formatted_text_has_its_length);
	tcase_add_test(tests, items_are_copied);
	tcase_add_test(tests, typed_helpers_give_typed_memory);
	tcase_add_test_raise_signal(tests, a_size_that_overflows_aborts, SIGABRT);
	return unit_run("arena", tests);
}
