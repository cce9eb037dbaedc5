/* Tests of base/err: the first message stays, and it is whole text. */
#include "base/base.h"
#include "base/err.h"

#include <errno.h>

#include "base/utf8.h"
#include "tests/unit/unit.h"

START_TEST(a_message_is_kept)
{
	struct err err = { 0 };

	ck_assert(!err_set(&err, "cannot do %s", "this"));
	ck_assert(err.set);
	ck_assert_str_eq(err.message, "cannot do this");
}
END_TEST

START_TEST(the_first_message_stays)
{
	struct err err = { 0 };

	err_set(&err, "first");
	err_set(&err, "second");
	err_at(&err, "file", 1, 1, "third");
	errno = EIO;
	err_errno(&err, "fourth");
	ck_assert_str_eq(err.message, "first");
}
END_TEST

START_TEST(the_reason_of_the_system_is_added)
{
	struct err err = { 0 };

	errno = ENOSPC;
	ck_assert(!err_errno(&err, "cannot write %s", "a.txt"));
	ck_assert_str_eq(err.message, "cannot write a.txt: No space left on device");
}
END_TEST

START_TEST(a_place_stands_in_front)
{
	struct err err = { 0 };

	ck_assert(!err_at(&err, "canonry.yml", 3, 7, "no such option: %s", "x"));
	ck_assert_str_eq(err.message, "canonry.yml:3:7: no such option: x");
}
END_TEST

START_TEST(nobody_needs_to_listen)
{
	ck_assert(!err_set(NULL, "x"));
	ck_assert(!err_errno(NULL, "x"));
	ck_assert(!err_at(NULL, "file", 1, 1, "x"));
}
END_TEST

/* Characters of 1 to 4 bytes: the cut falls on each of their bytes in turn. */
static const char *const long_characters[] = { "a", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80" };

START_TEST(a_long_message_is_cut_between_characters)
{
	for (int shift = 0; shift < 4; shift++) {
		struct strbuf text = { 0 };
		struct err err = { 0 };
		struct str message;

		for (int i = 0; i < shift; i++)
			strbuf_addch(&text, 'x');
		while (text.len < 2 * sizeof(err.message))
			strbuf_addz(&text, long_characters[_i]);
		err_at(&err, "file", 1, 2, "%s", text.ptr);
		message = str_from(err.message);
		ck_assert_uint_eq(utf8_valid_prefix(message), message.len);
		ck_assert_uint_ge(message.len, sizeof(err.message) - 4);
		strbuf_release(&text);
	}
}
END_TEST

START_TEST(a_long_file_name_leaves_no_room_but_no_harm)
{
	char name[3000];
	struct err err = { 0 };

	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	errno = ENOENT;
	err_errno(&err, "cannot open %s", name);
	ck_assert_uint_eq(strlen(err.message), sizeof(err.message) - 1);
	err = (struct err){ 0 };
	err_at(&err, name, 1, 1, "x");
	ck_assert_uint_eq(strlen(err.message), sizeof(err.message) - 1);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("err");

	tcase_add_test(tests, a_message_is_kept);
	tcase_add_test(tests, the_first_message_stays);
	tcase_add_test(tests, the_reason_of_the_system_is_added);
	tcase_add_test(tests, a_place_stands_in_front);
	tcase_add_test(tests, nobody_needs_to_listen);
	unit_add_table(tests, a_long_message_is_cut_between_characters, long_characters);
	tcase_add_test(tests, a_long_file_name_leaves_no_room_but_no_harm);
	return unit_run("err", tests);
}
