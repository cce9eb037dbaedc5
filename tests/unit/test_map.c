/* Tests of base/map: set, add, get, grow. */
#include "base/base.h"
#include "base/map.h"

#include "tests/unit/unit.h"

#define MANY 50000

START_TEST(an_empty_map_has_nothing)
{
	struct map m = { 0 };

	ck_assert_uint_eq(map_get(&m, 0), NONE);
	ck_assert(!map_has(&m, 0));
	map_clear(&m);
	map_release(&m);
	map_release(NULL);
}
END_TEST

START_TEST(set_replaces)
{
	struct map m = { 0 };

	map_set(&m, 5, 1);
	map_set(&m, 5, 2);
	ck_assert_uint_eq(map_get(&m, 5), 2);
	ck_assert_uint_eq(m.len, 1);
	map_release(&m);
}
END_TEST

START_TEST(add_keeps_the_old_value)
{
	struct map m = { 0 };

	ck_assert(map_add(&m, 5, 1));
	ck_assert(!map_add(&m, 5, 2));
	ck_assert_uint_eq(map_get(&m, 5), 1);
	map_release(&m);
}
END_TEST

START_TEST(a_value_may_be_none)
{
	struct map m = { 0 };

	map_set(&m, 5, NONE);
	ck_assert(map_has(&m, 5));
	ck_assert(!map_has(&m, 6));
	map_release(&m);
}
END_TEST

START_TEST(clear_forgets_everything)
{
	struct map m = { 0 };

	map_set(&m, 5, 1);
	map_clear(&m);
	ck_assert(!map_has(&m, 5));
	ck_assert_uint_eq(m.len, 0);
	ck_assert(map_add(&m, 5, 3));
	ck_assert_uint_eq(map_get(&m, 5), 3);
	map_release(&m);
}
END_TEST

static uint64_t key_dense(uint32_t i)
{
	return i;
}

static uint64_t key_high(uint32_t i)
{
	return (uint64_t)i << 40;
}

static uint64_t key_pair(uint32_t i)
{
	return map_pair(i % 251, i / 251);
}

static uint64_t key_aligned(uint32_t i)
{
	return UINT64_MAX - (uint64_t)i * 4096;
}

static uint64_t (*const key_shapes[])(uint32_t i) = { key_dense, key_high, key_pair, key_aligned };

START_TEST(many_keys_of_any_shape_are_kept)
{
	struct map m = { 0 };

	for (uint32_t i = 0; i < MANY; i++)
		ck_assert(map_add(&m, key_shapes[_i](i), i));
	ck_assert_uint_eq(m.len, MANY);
	for (uint32_t i = 0; i < MANY; i++)
		ck_assert_uint_eq(map_get(&m, key_shapes[_i](i)), i);
	for (uint32_t i = MANY; i < 2 * MANY; i++)
		ck_assert(!map_has(&m, key_shapes[_i](i)));
	map_release(&m);
}
END_TEST

START_TEST(a_pair_has_an_order)
{
	ck_assert_uint_eq(map_pair(1, 2), UINT64_C(0x100000002));
	ck_assert_uint_ne(map_pair(1, 2), map_pair(2, 1));
	ck_assert_uint_eq(map_pair(NONE, NONE), UINT64_MAX);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("map");

	tcase_add_test(tests, an_empty_map_has_nothing);
	tcase_add_test(tests, set_replaces);
	tcase_add_test(tests, add_keeps_the_old_value);
	tcase_add_test(tests, a_value_may_be_none);
	tcase_add_test(tests, clear_forgets_everything);
	unit_add_table(tests, many_keys_of_any_shape_are_kept, key_shapes);
	tcase_add_test(tests, a_pair_has_an_order);
	return unit_run("map", tests);
}
