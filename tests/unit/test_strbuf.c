/* Tests of base/strbuf: adding, growing, the NUL behind. */
#include "base/base.h"
#include "base/strbuf.h"

#include <signal.h>

#include "tests/unit/unit.h"

START_TEST(an_empty_buffer_is_usable_text)
{
	struct strbuf b = { 0 };

	ck_assert_str_eq(strbuf_str(&b).ptr, "");
	strbuf_clear(&b);
	strbuf_add(&b, (struct str){ 0 });
	ck_assert_str_eq(b.ptr, "");
	strbuf_release(&b);
	strbuf_release(&b);
	strbuf_release(NULL);
}
END_TEST

START_TEST(text_is_added)
{
	struct strbuf b = { 0 };

	strbuf_add(&b, STR("one"));
	strbuf_addch(&b, ' ');
	strbuf_addz(&b, "two");
	strbuf_printf(&b, " %d", 3);
	ck_assert_str_eq(b.ptr, "one two 3");
	ck_assert_uint_eq(b.len, 9);
	strbuf_release(&b);
}
END_TEST

START_TEST(every_length_ends_with_nul)
{
	struct strbuf chars = { 0 }, texts = { 0 };

	for (size_t i = 0; i < 1000; i++) {
		strbuf_addch(&chars, 'x');
		strbuf_add(&texts, STR("yz"));
		ck_assert_uint_eq(strlen(chars.ptr), i + 1);
		ck_assert_uint_eq(strlen(texts.ptr), 2 * (i + 1));
	}
	strbuf_release(&chars);
	strbuf_release(&texts);
}
END_TEST

START_TEST(a_long_format_grows_the_buffer)
{
	for (int width = 0; width < 300; width++) {
		struct strbuf b = { 0 };

		strbuf_printf(&b, "<%*d>", width, 7);
		ck_assert_uint_eq(b.len, (size_t)MAX(width, 1) + 2);
		ck_assert_int_eq(b.ptr[b.len - 1], '>');
		ck_assert_int_eq(b.ptr[b.len], '\0');
		strbuf_release(&b);
	}
}
END_TEST

START_TEST(clear_keeps_the_memory)
{
	struct strbuf b = { 0 };
	const char *memory;

	strbuf_addz(&b, "text");
	memory = b.ptr;
	strbuf_clear(&b);
	ck_assert_uint_eq(b.len, 0);
	ck_assert_str_eq(b.ptr, "");
	strbuf_addz(&b, "more");
	ck_assert_ptr_eq(b.ptr, memory);
	strbuf_release(&b);
}
END_TEST

START_TEST(growing_makes_room_for_a_nul)
{
	struct strbuf b = { 0 };

	strbuf_grow(&b, 1000);
	ck_assert_uint_ge(b.cap, 1001);
	ck_assert_str_eq(b.ptr, "");
	strbuf_release(&b);
}
END_TEST

START_TEST(a_length_that_overflows_aborts)
{
	struct strbuf b = { 0 };

	strbuf_addch(&b, 'x');
	strbuf_grow(&b, SIZE_MAX - 1);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("strbuf");

	tcase_add_test(tests, an_empty_buffer_is_usable_text);
	tcase_add_test(tests, text_is_added);
	tcase_add_test(tests, every_length_ends_with_nul);
	tcase_add_test(tests, a_long_format_grows_the_buffer);
	tcase_add_test(tests, clear_keeps_the_memory);
	tcase_add_test(tests, growing_makes_room_for_a_nul);
	tcase_add_test_raise_signal(tests, a_length_that_overflows_aborts, SIGABRT);
	return unit_run("strbuf", tests);
}
