/* UTF-8: decode, check, make safe to show. */
#include "base/utf8.h"
#include "base/base.h"

#include <string.h>

#define REPLACEMENT 0xFFFD
#define REPLACEMENT_UTF8 STR("\xEF\xBF\xBD")

/* The shape of a sequence by its first byte; the second byte's range keeps out overlong forms and surrogates. */
struct utf8_shape {
	uint8_t len; /* 0 = cannot start a character */
	uint8_t low, high;
	uint8_t bits; /* of the first byte that belong to the code point */
};

static struct utf8_shape shape_of(uint8_t first)
{
	if (first < 0x80)
		return (struct utf8_shape){ 1, 0x80, 0xBF, 0x7F };
	if (first < 0xC2 || first > 0xF4)
		return (struct utf8_shape){ 0, 0, 0, 0 };
	if (first < 0xE0)
		return (struct utf8_shape){ 2, 0x80, 0xBF, 0x1F };
	if (first < 0xF0)
		return (struct utf8_shape){ 3, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF, 0x0F };
	return (struct utf8_shape){ 4, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF, 0x07 };
}

/* Decode one character at the start of s, which is not empty; returns its length, 0 when it is not valid. */
static size_t decode(struct str s, uint32_t *ret_c)
{
	const uint8_t *bytes = (const uint8_t *)s.ptr;
	struct utf8_shape shape = shape_of(bytes[0]);
	uint32_t c = bytes[0] & shape.bits;

	if (shape.len == 0 || shape.len > s.len)
		return 0;
	for (size_t i = 1; i < shape.len; i++) {
		if (bytes[i] < shape.low || bytes[i] > shape.high)
			return 0;
		c = c << 6 | (bytes[i] & 0x3F);
		shape.low = 0x80;
		shape.high = 0xBF;
	}
	*ret_c = c;
	return shape.len;
}

/* How many bytes at the start of s are ASCII: nearly all of all source text. */
static size_t ascii_prefix(struct str s)
{
	size_t i = 0;
	uint64_t word;

	for (; i + sizeof(word) <= s.len; i += sizeof(word)) {
		memcpy(&word, s.ptr + i, sizeof(word));
		if (word & UINT64_C(0x8080808080808080))
			break;
	}
	while (i < s.len && (uint8_t)s.ptr[i] < 0x80)
		i++;
	return i;
}

size_t utf8_valid_prefix(struct str s)
{
	size_t i = 0;

	for (;;) {
		uint32_t c;
		size_t len;

		i += ascii_prefix(str_slice(s, i, s.len));
		if (i == s.len)
			return i;
		len = decode(str_slice(s, i, s.len), &c);
		if (len == 0)
			return i;
		i += len;
	}
}

uint32_t utf8_decode(struct str s, size_t *ret_len)
{
	uint32_t c = REPLACEMENT;
	size_t len;

	if (s.len == 0) {
		*ret_len = 0;
		return REPLACEMENT;
	}
	len = decode(s, &c);
	*ret_len = MAX(len, (size_t)1);
	return c;
}

/* What could forge or reorder what a reader sees. */
static bool is_unsafe(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) ||       /* controls */
		c == 0x061C || c == 0x200E || c == 0x200F || /* direction marks */
		(c >= 0x202A && c <= 0x202E) ||              /* embeddings and overrides */
		(c >= 0x2066 && c <= 0x2069);                /* isolates */
}

void utf8_add_safe(struct strbuf *b, struct str s)
{
	size_t len;

	for (size_t i = 0; i < s.len; i += len) {
		struct str rest = str_slice(s, i, s.len);
		uint32_t c = 0;

		len = decode(rest, &c);
		if (len == 0 || (len == 1 && is_unsafe(c)))
			strbuf_printf(b, "\\x%02X", (uint8_t)rest.ptr[0]);
		else if (is_unsafe(c))
			strbuf_printf(b, "\\u{%04X}", (unsigned)c);
		else
			strbuf_add(b, str_slice(rest, 0, len));
		len = MAX(len, (size_t)1);
	}
}

void utf8_add_valid(struct strbuf *b, struct str s)
{
	while (s.len) {
		size_t valid = utf8_valid_prefix(s);

		strbuf_add(b, str_slice(s, 0, valid));
		if (valid < s.len)
			strbuf_add(b, REPLACEMENT_UTF8);
		s = str_slice(s, valid + 1, s.len);
	}
}
