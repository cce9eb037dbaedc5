/* Tests of base/intern: equal names, equal numbers. */
#include "base/base.h"
#include "base/intern.h"

#include <signal.h>

#include "base/strbuf.h"
#include "tests/unit/unit.h"

#define MANY 20000 /* the table doubles several times */

START_TEST(the_empty_name_is_zero)
{
	struct intern in;

	intern_init(&in);
	ck_assert_uint_eq(intern_add(&in, STR("")), 0);
	ck_assert_uint_eq(intern_add(&in, (struct str){ 0 }), 0);
	assert_str(intern_str(&in, 0), "");
	intern_release(&in);
}
END_TEST

START_TEST(equal_names_have_equal_numbers)
{
	struct intern in;
	sym_id alpha, beta;

	intern_init(&in);
	alpha = intern_add(&in, STR("alpha"));
	beta = intern_add(&in, STR("beta"));
	ck_assert_uint_ne(alpha, beta);
	ck_assert_uint_eq(intern_add(&in, (struct str){ "alphabet", 5 }), alpha);
	assert_str(intern_str(&in, beta), "beta");
	intern_release(&in);
}
END_TEST

START_TEST(a_name_may_hold_any_byte)
{
	struct intern in;
	sym_id with, without;

	intern_init(&in);
	with = intern_add(&in, STR("a\0b"));
	without = intern_add(&in, STR("a"));
	ck_assert_uint_ne(with, without);
	ck_assert_uint_eq(intern_str(&in, with).len, 3);
	intern_release(&in);
}
END_TEST

START_TEST(the_caller_keeps_its_text)
{
	char text[] = "name";
	struct intern in;
	sym_id id;

	intern_init(&in);
	id = intern_add(&in, str_from(text));
	text[0] = 'X';
	ck_assert_str_eq(intern_str(&in, id).ptr, "name");
	intern_release(&in);
}
END_TEST

static struct str numbered(struct strbuf *b, uint32_t number)
{
	strbuf_clear(b);
	strbuf_printf(b, "package.module_%u.name", number);
	return strbuf_str(b);
}

START_TEST(many_names_are_numbered_in_order)
{
	struct strbuf b = { 0 };
	struct intern in;

	intern_init(&in);
	for (uint32_t i = 1; i <= MANY; i++)
		ck_assert_uint_eq(intern_add(&in, numbered(&b, i)), i);
	for (uint32_t i = 1; i <= MANY; i++) {
		ck_assert_uint_eq(intern_add(&in, numbered(&b, i)), i);
		ck_assert(str_eq(intern_str(&in, i), strbuf_str(&b)));
	}
	ck_assert_uint_eq(in.count, MANY + 1);
	strbuf_release(&b);
	intern_release(&in);
}
END_TEST

START_TEST(finding_adds_nothing)
{
	struct intern in;
	sym_id id = 77;

	intern_init(&in);
	ck_assert(!intern_find(&in, STR("name"), &id));
	ck_assert_uint_eq(id, 77);
	ck_assert_uint_eq(in.count, 1);
	intern_add(&in, STR("name"));
	ck_assert(intern_find(&in, STR("name"), &id));
	ck_assert_uint_eq(id, 1);
	intern_release(&in);
}
END_TEST

START_TEST(an_id_of_no_name_is_a_bug)
{
	struct intern in;

	intern_init(&in);
	intern_str(&in, 1);
}
END_TEST

START_TEST(release_accepts_anything)
{
	struct intern in = { 0 };

	intern_release(&in);
	intern_release(NULL);
	intern_init(&in);
	intern_release(&in);
	intern_release(&in);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("intern");

	tcase_add_test(tests, the_empty_name_is_zero);
	tcase_add_test(tests, equal_names_have_equal_numbers);
	tcase_add_test(tests, a_name_may_hold_any_byte);
	tcase_add_test(tests, the_caller_keeps_its_text);
	tcase_add_test(tests, many_names_are_numbered_in_order);
	tcase_add_test(tests, finding_adds_nothing);
	tcase_add_test_raise_signal(tests, an_id_of_no_name_is_a_bug, SIGABRT);
	tcase_add_test(tests, release_accepts_anything);
	return unit_run("intern", tests);
}
