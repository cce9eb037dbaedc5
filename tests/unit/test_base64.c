/* Tests of base/base64: the examples of RFC 4648, and texts that are nearly base64. */
#include "base/base.h"
#include "base/base64.h"

#include "tests/unit/unit.h"

static const struct {
	const char *bytes, *text;
} pairs[] = {
	{ "", "" },
	{ "f", "Zg==" },
	{ "fo", "Zm8=" },
	{ "foo", "Zm9v" },
	{ "foob", "Zm9vYg==" },
	{ "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" },
	{ "\xff\xfe\xfd", "//79" },
	{ "\xfb\xf0", "+/A=" },
};

START_TEST(bytes_become_text_and_come_back)
{
	struct strbuf b = { 0 };

	base64_add(&b, str_from(pairs[_i].bytes));
	assert_str(strbuf_str(&b), pairs[_i].text);
	strbuf_clear(&b);
	strbuf_addz(&b, "before:");
	ck_assert(base64_parse(&b, str_from(pairs[_i].text)));
	assert_str(str_slice(strbuf_str(&b), 7, b.len), pairs[_i].bytes);
	strbuf_release(&b);
}
END_TEST

static const char *const refused[] = { "Z", "Zg", "Zg=", "Zg===", "====", "Z===", "Zh==", "Zm9=", "Zm9v\n", "Zm9v Zg=", "Zg==Zg==", "Z-_v" };

START_TEST(what_it_would_not_write_is_refused)
{
	struct strbuf b = { 0 };

	strbuf_addz(&b, "before");
	ck_assert(!base64_parse(&b, str_from(refused[_i])));
	assert_str(strbuf_str(&b), "before");
	strbuf_release(&b);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("base64");

	unit_add_table(tests, bytes_become_text_and_come_back, pairs);
	unit_add_table(tests, what_it_would_not_write_is_refused, refused);
	return unit_run("base64", tests);
}
