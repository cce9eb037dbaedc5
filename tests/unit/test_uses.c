/* Tests of rewriters/uses: lines of both kinds are read, broken ones have their place, and what was said twice adds up. */
#include "base/base.h"
#include "rewriters/uses.h"

#include <stdio.h>

#include "tests/unit/unit.h"

#define WRITTEN 1000

START_TEST(both_kinds_of_lines_are_read)
{
	struct uses u = { 0 };
	const struct logged_use *x;

	uses_parse(&u, STR("log"), STR("{\"module\":\"a.b\",\"name\":\"C\",\"file\":\"/x.py\",\"line\":7,\"uses\":3,\"at\":500,\"new\":[]}\n\n"
				       "{\"symbol\":\"a.b.D\",\"replacement\":\"e\",\"uses\":2,\"first\":100,\"last\":900}\r\n"
				       "{\"module\":\"a.b\",\"name\":\"C\",\"uses\":1}"),
		WRITTEN);
	ck_assert_uint_eq(u.problems.len, 0);
	ck_assert_uint_eq(u.items.len, 3);
	ck_assert_uint_eq(u.lines, 3);
	x = u.items.items;
	assert_str(x[0].module, "a.b");
	assert_str(x[0].name, "C");
	assert_str(x[0].file, "/x.py");
	ck_assert_uint_eq(x[0].line, 7);
	ck_assert_uint_eq(x[0].count, 3);
	ck_assert_int_eq(x[0].last, 500);
	ck_assert(x[0].is_dated && x[1].is_dated && !x[2].is_dated);
	ck_assert_uint_eq(x[1].module.len, 0);
	ck_assert_int_eq(x[2].last, WRITTEN);
	ck_assert_int_eq(u.first, 100);
	ck_assert_int_eq(u.last, WRITTEN);
	uses_release(&u);
}
END_TEST

static const char *const broken[] = {
	"{",
	"[]",
	"7",
	"null",
	"{} {}",
	"{}",
	"{\"module\":\"a\"}",
	"{\"module\":\"a\",\"name\":\"\",\"uses\":1}",
	"{\"module\":7,\"name\":\"b\",\"uses\":1}",
	"{\"module\":\"a\",\"name\":\"b\",\"uses\":0}",
	"{\"module\":\"a\",\"name\":\"b\",\"uses\":-1}",
	"{\"module\":\"a\",\"name\":\"b\",\"uses\":1.5}",
	"{\"module\":\"a\",\"name\":\"b\",\"uses\":1e300}",
	"{\"module\":\"a\",\"name\":\"b\",\"uses\":\"1\"}",
	"{\"module\":\"a\",\"name\":\"b\",\"uses\":1,\"line\":5000000000}",
	"{\"module\":\"a\",\"name\":\"b\",\"uses\":1,\"at\":-5}",
	"{\"module\":\"a\",\"name\":\"b\",\"uses\":1,\"file\":3}",
	"{\"symbol\":\"a\",\"uses\":1,\"last\":\"x\"}",
	"{\"module\":\"a\xFF\",\"name\":\"b\",\"uses\":1}",
};

START_TEST(a_broken_line_is_a_problem_with_its_place)
{
	struct uses u = { 0 };
	char text[256];
	int len = snprintf(text, sizeof(text), "{\"symbol\":\"x\",\"uses\":1}\n%s\n{\"symbol\":\"y\",\"uses\":1}\n", broken[_i]);

	uses_parse(&u, STR("uses.log"), (struct str){ text, (size_t)len }, WRITTEN);
	ck_assert_uint_eq(u.items.len, 2);
	ck_assert_uint_eq(u.problems.len, 1);
	assert_str(u.problems.items[0].log, "uses.log");
	ck_assert_uint_eq(u.problems.items[0].line, 2);
	ck_assert_uint_gt(u.problems.items[0].message.len, 0);
	uses_release(&u);
}
END_TEST

START_TEST(the_same_place_adds_up)
{
	struct uses u = { 0 };

	uses_parse(&u, STR("log"), STR("{\"module\":\"b\",\"name\":\"C\",\"file\":\"y\",\"line\":1,\"uses\":1,\"at\":5}\n"
				       "{\"module\":\"a\",\"name\":\"C\",\"file\":\"y\",\"line\":2,\"uses\":4,\"at\":9}\n"
				       "{\"module\":\"b\",\"name\":\"C\",\"file\":\"y\",\"line\":1,\"uses\":2,\"at\":7}\n"
				       "{\"module\":\"b\",\"name\":\"C\",\"file\":\"x\",\"line\":1,\"uses\":8,\"at\":6}\n"),
		WRITTEN);
	uses_merge(&u);
	ck_assert_uint_eq(u.items.len, 3);
	assert_str(u.items.items[0].module, "a");
	assert_str(u.items.items[1].file, "x");
	ck_assert_uint_eq(u.items.items[2].count, 3);
	ck_assert_int_eq(u.items.items[2].last, 7);
	uses_release(&u);
}
END_TEST

START_TEST(a_log_that_is_not_there_is_an_error)
{
	struct uses u = { 0 };
	struct err err = { 0 };

	ck_assert(!uses_read(&u, "/nowhere/uses", &err));
	ck_assert(err.set);
	uses_release(&u);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("uses");

	tcase_add_test(tests, both_kinds_of_lines_are_read);
	unit_add_table(tests, a_broken_line_is_a_problem_with_its_place, broken);
	tcase_add_test(tests, the_same_place_adds_up);
	tcase_add_test(tests, a_log_that_is_not_there_is_an_error);
	return unit_run("uses", tests);
}
