/* Tests of cli/report/json_value: whole numbers stay whole, text becomes valid UTF-8 and keeps its length in sight. */
#include "base/base.h"
#include "cli/report/json_value.h"

#include "base/strbuf.h"
#include "tests/unit/unit.h"

static const struct {
	uint64_t number;
	const char *json;
} numbers[] = {
	{ 0, "{\n\t\"n\":\t0\n}\n" },
	{ 2147483647, "{\n\t\"n\":\t2147483647\n}\n" },
	{ 2147483648, "{\n\t\"n\":\t2147483648\n}\n" },
	{ 100000000000000000, "{\n\t\"n\":\t100000000000000000\n}\n" },
	{ UINT64_MAX, "{\n\t\"n\":\t18446744073709551615\n}\n" },
};

START_TEST(numbers_are_whole)
{
	struct strbuf out = { 0 };
	cJSON *object;

	json_init();
	object = cJSON_CreateObject();
	json_number(object, "n", numbers[_i].number);
	json_print(object, &out);
	ck_assert_str_eq(out.ptr, numbers[_i].json);
	strbuf_release(&out);
}
END_TEST

static const struct {
	struct str text;
	const char *json;
} texts[] = {
	{ STR_INIT(""), "\"\"" },
	{ STR_INIT("a\"b\\c"), "\"a\\\"b\\\\c\"" },
	{ STR_INIT("tab\tline\nend\x1b"), "\"tab\\tline\\nend\\u001b\"" },
	{ STR_INIT("caf\xC3\xA9"), "\"caf\xC3\xA9\"" },
	{ STR_INIT("bad\xFFutf\xC3"), "\"bad\xEF\xBF\xBDutf\xEF\xBF\xBD\"" },
	{ STR_INIT("nul\0inside\0"), "\"nul\xEF\xBF\xBDinside\xEF\xBF\xBD\"" },
};

START_TEST(text_is_valid_and_whole)
{
	struct strbuf out = { 0 };
	cJSON *array;

	json_init();
	array = cJSON_CreateArray();
	json_append_text(array, texts[_i].text);
	json_print(array, &out);
	assert_str(str_slice(strbuf_str(&out), 1, out.len - 2), texts[_i].json);
	strbuf_release(&out);
}
END_TEST

START_TEST(what_is_missing_is_null)
{
	struct strbuf out = { 0 };
	cJSON *object;

	json_init();
	object = cJSON_CreateObject();
	json_text_or_null(object, "text", STR(""));
	json_place(json_object(object, "place"), NULL, NONE, 3);
	json_signed(object, "score", -25);
	json_print(object, &out);
	ck_assert_str_eq(out.ptr,
		"{\n\t\"text\":\tnull,\n\t\"place\":\t{\n\t\t\"path\":\tnull,\n"
		"\t\t\"line\":\tnull\n\t},\n\t\"score\":\t-25\n}\n");
	strbuf_release(&out);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("json_value");

	unit_add_table(tests, numbers_are_whole, numbers);
	unit_add_table(tests, text_is_valid_and_whole, texts);
	tcase_add_test(tests, what_is_missing_is_null);
	return unit_run("json_value", tests);
}
