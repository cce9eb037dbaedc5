/* JSON: writing into a buffer that may be too small. */
#include <stdio.h>

#include "runtime/json.h"

void json_raw(struct json_out *out, const char *bytes, size_t len)
{
	size_t room = out->len < out->cap ? out->cap - out->len : 0;

	if (room > 0 && len > 0)
		memcpy(out->ptr + out->len, bytes, len < room ? len : room);
	out->len += len;
}

void json_text(struct json_out *out, const char *literal)
{
	json_raw(out, literal, strlen(literal));
}

/* How a byte is written; 0: as it is. */
static size_t escape(char c, char ret[6])
{
	static const char hex[] = "0123456789abcdef";

	if (c == '"' || c == '\\') {
		ret[0] = '\\';
		ret[1] = c;
		return 2;
	}
	if ((unsigned char)c >= 0x20)
		return 0;
	memcpy(ret, "\\u00", 4);
	ret[4] = hex[(unsigned char)c >> 4];
	ret[5] = hex[c & 15];
	return 6;
}

void json_string(struct json_out *out, const char *text, size_t len)
{
	char escaped[6];
	size_t done = 0;

	json_raw(out, "\"", 1);
	for (size_t i = 0; i < len; i++) {
		size_t n = escape(text[i], escaped);

		if (n == 0)
			continue;
		json_raw(out, text + done, i - done);
		json_raw(out, escaped, n);
		done = i + 1;
	}
	json_raw(out, text + done, len - done);
	json_raw(out, "\"", 1);
}

size_t json_string_size(const char *text, size_t len)
{
	char escaped[6];
	size_t size = len + 2;

	for (size_t i = 0; i < len; i++) {
		size_t n = escape(text[i], escaped);

		size += n ? n - 1 : 0;
	}
	return size;
}

void json_u64(struct json_out *out, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value > 0);
	json_raw(out, digits + at, sizeof(digits) - at);
}

void json_double(struct json_out *out, double value)
{
	char text[32];

	snprintf(text, sizeof(text), "%.9g", value);
	json_text(out, text);
}

size_t json_end(struct json_out *out)
{
	if (out->cap > 0)
		out->ptr[out->len < out->cap ? out->len : out->cap - 1] = '\0';
	return out->len;
}
