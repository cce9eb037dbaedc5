/* Fuzzes UTF-8: what is made safe or valid is so, and stays as it is when it is made so again. */
#include "base/base.h"

#include "base/utf8.h"
#include "tests/fuzz/check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Decoding steps through any text without standing still or running over the end. */
static void check_decode(struct str s)
{
	size_t at = 0, len;

	while (at < s.len) {
		CHECK(utf8_decode(str_slice(s, at, s.len), &len) <= 0x10FFFF);
		CHECK(len >= 1 && len <= 4 && at + len <= s.len);
		at += len;
	}
}

static bool has_control(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7F)
			return true;
	return false;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, size };
	struct strbuf safe = { 0 }, valid = { 0 }, again = { 0 };
	size_t prefix = utf8_valid_prefix(text);

	CHECK(prefix <= size);
	CHECK(utf8_valid_prefix(str_slice(text, 0, prefix)) == prefix);
	check_decode(text);

	utf8_add_safe(&safe, text);
	CHECK(utf8_valid_prefix(strbuf_str(&safe)) == safe.len);
	CHECK(!has_control(strbuf_str(&safe)));
	CHECK(utf8_width(strbuf_str(&safe)) <= 2 * safe.len);
	utf8_add_safe(&again, strbuf_str(&safe));
	check_same(&safe, &again);

	utf8_add_valid(&valid, text);
	CHECK(utf8_valid_prefix(strbuf_str(&valid)) == valid.len);
	CHECK(prefix < size || str_eq(strbuf_str(&valid), text));

	strbuf_release(&safe);
	strbuf_release(&valid);
	strbuf_release(&again);
	return 0;
}
