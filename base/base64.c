/* Base64, three bytes a time. */
#include "base/base.h"
#include "base/base64.h"

#include <string.h>

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static unsigned byte_at(struct str s, size_t i)
{
	return i < s.len ? (unsigned char)s.ptr[i] : 0;
}

void base64_add(struct strbuf *b, struct str bytes)
{
	for (size_t i = 0; i < bytes.len; i += 3) {
		unsigned group = byte_at(bytes, i) << 16 | byte_at(bytes, i + 1) << 8 | byte_at(bytes, i + 2);

		strbuf_addch(b, alphabet[group >> 18]);
		strbuf_addch(b, alphabet[group >> 12 & 63]);
		strbuf_addch(b, i + 1 < bytes.len ? alphabet[group >> 6 & 63] : '=');
		strbuf_addch(b, i + 2 < bytes.len ? alphabet[group & 63] : '=');
	}
}

/* 64 for what is in no alphabet. */
static unsigned value_of(char c)
{
	const char *found = c ? strchr(alphabet, c) : NULL;

	return found ? (unsigned)(found - alphabet) : 64;
}

/* Four characters, of which the last `padding` are '='. */
static bool parse_group(struct strbuf *b, const char *text, unsigned padding)
{
	unsigned group = 0;

	for (unsigned i = 0; i < 4; i++) {
		unsigned value = i < 4 - padding ? value_of(text[i]) : 0;

		if (value > 63)
			return false;
		group = group << 6 | value;
	}
	for (unsigned i = 0; i < 3 - padding; i++)
		strbuf_addch(b, (char)(group >> (16 - 8 * i) & 255));
	/* Bits that no byte takes would make two texts for the same bytes. */
	return padding == 0 || (group & ((1u << 8 * padding) - 1)) == 0;
}

bool base64_parse(struct strbuf *b, struct str text)
{
	size_t old_len = b->len;
	unsigned padding = 0;
	bool ok = text.len % 4 == 0;

	while (padding < 2 && padding < text.len && text.ptr[text.len - 1 - padding] == '=')
		padding++;
	strbuf_grow(b, text.len / 4 * 3);
	for (size_t i = 0; ok && i < text.len; i += 4)
		ok = parse_group(b, text.ptr + i, i + 4 == text.len ? padding : 0);
	if (!ok) {
		b->len = old_len;
		b->ptr[b->len] = '\0';
	}
	return ok;
}
