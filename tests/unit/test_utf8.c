/* Tests of base/utf8: what is valid, what is safe to show, how wide it is. */
#include "base/base.h"
#include "base/utf8.h"

#include "tests/unit/unit.h"

static const struct {
	const char *text;
	size_t prefix;
} prefixes[] = {
	{ "", 0 },
	{ "plain text of many letters", 26 },
	{ "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", 9 },
	{ "twelve bytes\xFF", 12 },
	{ "a\x80", 1 },         /* continuation without a start */
	{ "a\xC3", 1 },         /* cut */
	{ "a\xE2\x82", 1 },     /* cut */
	{ "a\xF0\x9F\x98", 1 }, /* cut */
	{ "a\xC0\x80", 1 },     /* overlong */
	{ "a\xC1\xBF", 1 },     /* overlong */
	{ "a\xE0\x9F\xBF", 1 }, /* overlong */
	{ "a\xE0\xA0\x80", 4 },
	{ "a\xF0\x8F\xBF\xBF", 1 }, /* overlong */
	{ "a\xF0\x90\x80\x80", 5 },
	{ "a\xED\x9F\xBF", 4 },
	{ "a\xED\xA0\x80", 1 }, /* surrogate */
	{ "a\xED\xBF\xBF", 1 }, /* surrogate */
	{ "a\xEE\x80\x80", 4 },
	{ "a\xF4\x8F\xBF\xBF", 5 }, /* U+10FFFF */
	{ "a\xF4\x90\x80\x80", 1 }, /* above */
	{ "a\xF5\x80\x80\x80", 1 },
	{ "a\xFE", 1 },
	{ "a\xE2\x28\xA1", 1 }, /* bad second byte */
	{ "a\xE2\x82\x28", 1 }, /* bad third byte */
	{ "12345678\xC3\xA9"
	  "12345678\xC3",
		18 },
};

START_TEST(the_valid_prefix_ends_at_the_first_bad_byte)
{
	ck_assert_uint_eq(utf8_valid_prefix(str_from(prefixes[_i].text)), prefixes[_i].prefix);
}
END_TEST

static const struct {
	const char *text;
	uint32_t c;
	size_t len;
} decodings[] = {
	{ "", 0xFFFD, 0 },
	{ "a", 'a', 1 },
	{ "\xC3\xA9", 0xE9, 2 },
	{ "\xE2\x82\xAC", 0x20AC, 3 },
	{ "\xF0\x9F\x98\x80", 0x1F600, 4 },
	{ "\xF4\x8F\xBF\xBF", 0x10FFFF, 4 },
	{ "\xEF\xBF\xBD", 0xFFFD, 3 },
	{ "\xFF", 0xFFFD, 1 },
	{ "\xC3", 0xFFFD, 1 },
	{ "\xED\xA0\x80", 0xFFFD, 1 },
};

START_TEST(one_character_is_decoded)
{
	size_t len = 99;

	ck_assert_uint_eq(utf8_decode(str_from(decodings[_i].text), &len), decodings[_i].c);
	ck_assert_uint_eq(len, decodings[_i].len);
}
END_TEST

START_TEST(every_code_point_is_decoded)
{
	for (uint32_t c = 0x800; c < 0x110000; c++) {
		char bytes[4] = { (char)(0xF0 | c >> 18), (char)(0x80 | (c >> 12 & 0x3F)),
			(char)(0x80 | (c >> 6 & 0x3F)), (char)(0x80 | (c & 0x3F)) };
		struct str text = { bytes, 4 };
		bool is_surrogate = c >= 0xD800 && c < 0xE000;
		size_t len;

		if (c < 0x10000) {
			bytes[1] = (char)(0xE0 | c >> 12);
			text = (struct str){ bytes + 1, 3 };
		}
		if (utf8_decode(text, &len) != (is_surrogate ? 0xFFFD : c) || len != (is_surrogate ? 1 : text.len))
			ck_abort_msg("U+%04X", (unsigned)c);
	}
}
END_TEST

static const struct {
	const char *text, *safe, *valid;
} outputs[] = {
	{ "", "", "" },
	{ "plain", "plain", "plain" },
	{ "caf\xC3\xA9 \xF0\x9F\x98\x80", "caf\xC3\xA9 \xF0\x9F\x98\x80", "caf\xC3\xA9 \xF0\x9F\x98\x80" },
	{ "a\nb\tc\r", "a\\x0Ab\\x09c\\x0D", "a\nb\tc\r" },
	{ "\x1B[31mred\x1B[0m", "\\x1B[31mred\\x1B[0m", "\x1B[31mred\x1B[0m" },
	{ "\x7F", "\\x7F", "\x7F" },
	{ "\xC2\x9B"
	  "31m",
		"\\u{009B}31m",
		"\xC2\x9B"
		"31m" },
	{ "\xC2\x9F\xC2\xA0", "\\u{009F}\xC2\xA0", "\xC2\x9F\xC2\xA0" },
	{ "a\xE2\x80\xAE"
	  "b",
		"a\\u{202E}b",
		"a\xE2\x80\xAE"
		"b" },
	{ "\xE2\x81\xA6\xE2\x81\xA9", "\\u{2066}\\u{2069}", "\xE2\x81\xA6\xE2\x81\xA9" },
	{ "\xE2\x80\x8F\xD8\x9C", "\\u{200F}\\u{061C}", "\xE2\x80\x8F\xD8\x9C" },
	{ "a\xFF"
	  "b",
		"a\\xFFb",
		"a\xEF\xBF\xBD"
		"b" },
	{ "\xC3", "\\xC3", "\xEF\xBF\xBD" },
	{ "\xED\xA0\x80", "\\xED\\xA0\\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" },
	{ "C:\\x", "C:\\x", "C:\\x" },
};

START_TEST(unsafe_text_is_escaped)
{
	struct strbuf b = { 0 };

	utf8_add_safe(&b, str_from(outputs[_i].text));
	assert_str(strbuf_str(&b), outputs[_i].safe);
	strbuf_release(&b);
}
END_TEST

START_TEST(invalid_text_is_replaced)
{
	struct strbuf b = { 0 };

	utf8_add_valid(&b, str_from(outputs[_i].text));
	assert_str(strbuf_str(&b), outputs[_i].valid);
	strbuf_release(&b);
}
END_TEST

START_TEST(any_two_bytes_become_safe_and_valid)
{
	for (unsigned i = 0; i < 0x10000; i++) {
		const char bytes[2] = { (char)(i >> 8), (char)i };
		struct strbuf safe = { 0 }, valid = { 0 };

		utf8_add_safe(&safe, (struct str){ bytes, 2 });
		utf8_add_valid(&valid, (struct str){ bytes, 2 });
		ck_assert_uint_eq(utf8_valid_prefix(strbuf_str(&safe)), safe.len);
		ck_assert_uint_eq(utf8_valid_prefix(strbuf_str(&valid)), valid.len);
		for (size_t at = 0; at < safe.len; at++)
			ck_assert((uint8_t)safe.ptr[at] >= 0x20 && safe.ptr[at] != 0x7F);
		strbuf_release(&safe);
		strbuf_release(&valid);
	}
}
END_TEST

static const struct {
	const char *text;
	size_t width;
} widths[] = {
	{ "", 0 }, { "plain", 5 }, { "\xC3\xA9", 1 },  /* e with acute */
	{ "e\xCC\x81", 1 },                            /* e, then a combining acute */
	{ "\xE6\xBC\xA2\xE5\xAD\x97", 4 },             /* ideographs */
	{ "\xED\x95\x9C", 2 },                         /* Hangul syllable */
	{ "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 2 }, /* the same in three parts */
	{ "\xEF\xBC\xA1", 2 },                         /* full-width A */
	{ "\xEF\xBD\xB1", 1 },                         /* half-width kana */
	{ "\xF0\x9F\x98\x80", 2 },                     /* emoji */
	{ "\xE2\x80\x8B", 0 },                         /* zero-width space */
	{ "\xE2\x9D\xA4\xEF\xB8\x8F", 1 },             /* heart and a variation selector */
	{ "\xF0\xA0\x80\x80", 2 },                     /* plane 2 */
	{ "\xD7\xA9\xD6\xB8", 1 },                     /* Hebrew letter and point */
	{ "\xE2\x94\x80\xE2\x94\x82", 2 },             /* box drawing */
	{ "\xE2\x80\xA6", 1 },                         /* ellipsis */
};

START_TEST(width_is_that_of_a_terminal)
{
	ck_assert_uint_eq(utf8_width(str_from(widths[_i].text)), widths[_i].width);
}
END_TEST

int main(void)
{
	TCase *tests = tcase_create("utf8");

	unit_add_table(tests, the_valid_prefix_ends_at_the_first_bad_byte, prefixes);
	unit_add_table(tests, one_character_is_decoded, decodings);
	tcase_add_test(tests, every_code_point_is_decoded);
	unit_add_table(tests, unsafe_text_is_escaped, outputs);
	unit_add_table(tests, invalid_text_is_replaced, outputs);
	tcase_add_test(tests, any_two_bytes_become_safe_and_valid);
	unit_add_table(tests, width_is_that_of_a_terminal, widths);
	return unit_run("utf8", tests);
}
