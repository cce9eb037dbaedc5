/* Tests of base/str: compare, search, split, distance. */
#include "base/base.h"
#include "base/str.h"

#include "tests/unit/unit.h"

static const struct str nothing = { 0 };

START_TEST(a_zeroed_string_is_an_empty_one)
{
	size_t found = str_find(nothing, 'a') + str_rfind(nothing, 'a');

	ck_assert(str_eq(nothing, STR("")));
	ck_assert(str_is(nothing, ""));
	ck_assert_int_eq(str_cmp(nothing, STR("")), 0);
	ck_assert(str_starts(nothing, nothing) && str_ends(nothing, nothing));
	ck_assert(str_has(nothing, nothing) && str_has_nocase(nothing, nothing));
	ck_assert(!str_has(nothing, STR("a")) && !str_has_nocase(nothing, STR("a")));
	ck_assert_uint_eq(found, 0);
	ck_assert_uint_eq(str_trim(nothing).len, 0);
	ck_assert_uint_eq(str_slice(nothing, 0, 5).len, 0);
	ck_assert_uint_eq(str_hash(nothing), str_hash(STR("")));
	ck_assert_uint_eq(str_distance(nothing, STR("ab"), 5), 2);
	assert_str(str_from(NULL), "");
}
END_TEST

START_TEST(a_word_is_one_of_a_list_that_ends)
{
	static const char *const words[] = { "ab", "c", NULL }, *const none[] = { NULL };

	ck_assert(str_is_one_of(STR("ab"), words) && str_is_one_of(STR("c"), words));
	ck_assert(!str_is_one_of(STR("a"), words) && !str_is_one_of(STR("abc"), words) && !str_is_one_of(nothing, words));
	ck_assert(!str_is_one_of(STR("ab"), none));
}
END_TEST

START_TEST(a_slice_is_clamped)
{
	assert_str(str_slice(STR("abcdef"), 1, 3), "bc");
	assert_str(str_slice(STR("abcdef"), 4, 100), "ef");
	assert_str(str_slice(STR("abcdef"), 100, 200), "");
	assert_str(str_slice(STR("abcdef"), 4, 2), "");
}
END_TEST

static const struct {
	const char *a, *b;
	int order;
} orders[] = {
	{ "", "", 0 },
	{ "a", "a", 0 },
	{ "a", "b", -1 },
	{ "b", "a", 1 },
	{ "a", "ab", -1 },
	{ "ab", "a", 1 },
	{ "", "a", -1 },
	{ "Z", "a", -1 },
	{ "\x7F", "\x80", -1 },
	{ "abc", "abd", -1 },
};

START_TEST(strings_are_ordered_by_bytes)
{
	struct str a = str_from(orders[_i].a), b = str_from(orders[_i].b);

	ck_assert_int_eq(str_cmp(a, b), orders[_i].order);
	ck_assert_int_eq(str_cmp(b, a), -orders[_i].order);
	ck_assert_int_eq(str_eq(a, b), orders[_i].order == 0);
	ck_assert_int_eq(str_is(a, orders[_i].b), orders[_i].order == 0);
}
END_TEST

START_TEST(a_nul_byte_is_a_byte)
{
	ck_assert(!str_eq(STR("a\0b"), STR("a\0c")));
	ck_assert(!str_is(STR("a\0b"), "a"));
	ck_assert(str_has(STR("a\0b"), STR("\0b")));
}
END_TEST

static const struct {
	const char *text, *part;
	bool starts, ends, has, has_nocase;
} parts[] = {
	{ "abcd", "", true, true, true, true },
	{ "abcd", "ab", true, false, true, true },
	{ "abcd", "cd", false, true, true, true },
	{ "abcd", "bc", false, false, true, true },
	{ "abcd", "abcd", true, true, true, true },
	{ "abcd", "abcde", false, false, false, false },
	{ "abcd", "xabcd", false, false, false, false },
	{ "abcd", "BC", false, false, false, true },
	{ "TODO: x", "todo", false, false, false, true },
	{ "aab", "ab", false, true, true, true },
	{ "", "a", false, false, false, false },
	{ "\xC3\x89", "\xC3\xA9", false, false, false, false },
	{ "[", "{", false, false, false, false },
	{ "@", "`", false, false, false, false },
};

START_TEST(parts_are_found)
{
	struct str text = str_from(parts[_i].text), part = str_from(parts[_i].part);

	ck_assert_int_eq(str_starts(text, part), parts[_i].starts);
	ck_assert_int_eq(str_ends(text, part), parts[_i].ends);
	ck_assert_int_eq(str_has(text, part), parts[_i].has);
	ck_assert_int_eq(str_has_nocase(text, part), parts[_i].has_nocase);
}
END_TEST

START_TEST(a_character_is_found_from_both_ends)
{
	ck_assert_uint_eq(str_find(STR("a.b.c"), '.'), 1);
	ck_assert_uint_eq(str_rfind(STR("a.b.c"), '.'), 3);
	ck_assert_uint_eq(str_find(STR("abc"), '.'), 3);
	ck_assert_uint_eq(str_rfind(STR("abc"), '.'), 3);
}
END_TEST

static const struct {
	const char *text, *trimmed;
} trims[] = {
	{ "", "" },
	{ " ", "" },
	{ "a", "a" },
	{ " a ", "a" },
	{ "\t\r\n a b\v\f ", "a b" },
	{ "\xC2\xA0x", "\xC2\xA0x" },
};

START_TEST(white_space_is_trimmed)
{
	assert_str(str_trim(str_from(trims[_i].text)), trims[_i].trimmed);
}
END_TEST

static const struct {
	const char *text, *parts; /* each part followed by '|' */
} splits[] = {
	{ "", "" },
	{ "a", "a|" },
	{ "a.b.c", "a|b|c|" },
	{ "a..b", "a||b|" },
	{ ".a", "|a|" },
	{ "a.", "a|" },
	{ ".", "|" },
};

START_TEST(parts_come_one_by_one)
{
	struct str rest = str_from(splits[_i].text), part;
	char joined[32] = "";
	size_t len = 0;

	while (str_next(&rest, '.', &part)) {
		int added = snprintf(joined + len, sizeof(joined) - len, STR_FMT "|", STR_ARG(part));

		len += (size_t)added;
	}
	ck_assert_str_eq(joined, splits[_i].parts);
}
END_TEST

static const struct {
	const char *dotted, *head, *tail;
} tails[] = {
	{ "a.b.c", "a.b", "c" },
	{ "name", "", "name" },
	{ ".name", "", "name" },
	{ "name.", "name", "" },
	{ "", "", "" },
	{ ".", "", "" },
};

START_TEST(a_dotted_name_has_head_and_tail)
{
	assert_str(str_head(str_from(tails[_i].dotted), '.'), tails[_i].head);
	assert_str(str_tail(str_from(tails[_i].dotted), '.'), tails[_i].tail);
}
END_TEST

static const struct {
	const char *a, *b;
	size_t limit, distance;
} distances[] = {
	{ "", "", 3, 0 },
	{ "abc", "abc", 0, 0 },
	{ "abc", "abd", 3, 1 },
	{ "abc", "ab", 3, 1 },
	{ "abc", "xabc", 3, 1 },
	{ "kitten", "sitting", 5, 3 },
	{ "kitten", "sitting", 3, 3 },
	{ "kitten", "sitting", 2, 3 },
	{ "abc", "xyz", 1, 2 },
	{ "a", "abcdefgh", 2, 3 },
	{ "", "abc", 3, 3 },
	{ "abc", "", 2, 3 },
	{ "abc", "abd", 0, 1 },
};

START_TEST(distance_is_counted_up_to_the_limit)
{
	struct str a = str_from(distances[_i].a), b = str_from(distances[_i].b);

	ck_assert_uint_eq(str_distance(a, b, distances[_i].limit), distances[_i].distance);
	ck_assert_uint_eq(str_distance(b, a, distances[_i].limit), distances[_i].distance);
}
END_TEST

START_TEST(hash_depends_on_the_bytes_only)
{
	char copy[] = "name";

	ck_assert_uint_eq(str_hash(STR("name")), str_hash(str_from(copy)));
	ck_assert_uint_ne(str_hash(STR("name")), str_hash(STR("nama")));
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("str");

	tcase_add_test(tests, a_zeroed_string_is_an_empty_one);
	tcase_add_test(tests, a_word_is_one_of_a_list_that_ends);
	tcase_add_test(tests, a_slice_is_clamped);
	unit_add_table(tests, strings_are_ordered_by_bytes, orders);
	tcase_add_test(tests, a_nul_byte_is_a_byte);
	unit_add_table(tests, parts_are_found, parts);
	tcase_add_test(tests, a_character_is_found_from_both_ends);
	unit_add_table(tests, white_space_is_trimmed, trims);
	unit_add_table(tests, parts_come_one_by_one, splits);
	unit_add_table(tests, a_dotted_name_has_head_and_tail, tails);
	unit_add_table(tests, distance_is_counted_up_to_the_limit, distances);
	tcase_add_test(tests, hash_depends_on_the_bytes_only);
	return unit_run("str", tests);
}
