/* Tests of base/bisect: the first that does not come before. */
#include "base/bisect.h"

#include "tests/unit/unit.h"

static const unsigned sorted[] = { 1, 3, 3, 3, 7, 9 };

static size_t first_not_below(unsigned wanted, size_t from, size_t end)
{
	size_t at;

	bisect_from(at, from, end, sorted[at] < wanted);
	return at;
}

START_TEST(it_finds_what_a_walk_finds)
{
	for (size_t from = 0; from <= ARRAY_LEN(sorted); from++)
		for (size_t end = from; end <= ARRAY_LEN(sorted); end++)
			for (unsigned wanted = 0; wanted < 11; wanted++) {
				size_t walked = from;

				while (walked < end && sorted[walked] < wanted)
					walked++;
				ck_assert_uint_eq(first_not_below(wanted, from, end), walked);
			}
}
END_TEST

START_TEST(nothing_is_looked_at_where_there_is_nothing)
{
	const unsigned *none = NULL;
	uint32_t at = 5;

	bisect(at, 0, none[at] < 3);
	ck_assert_uint_eq(at, 0);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("bisect");

	tcase_add_test(tests, it_finds_what_a_walk_finds);
	tcase_add_test(tests, nothing_is_looked_at_where_there_is_nothing);
	return unit_run("bisect", tests);
}
