/* JSON: the validator. */
#include "runtime/json.h"

struct reader {
	const char *at, *end;
	unsigned depth;
	struct json_keys *keys;
};

static bool read_value(struct reader *r);

static void skip_space(struct reader *r)
{
	while (r->at < r->end && (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' || *r->at == '\r'))
		r->at++;
}

static bool take(struct reader *r, char c)
{
	if (r->at == r->end || *r->at != c)
		return false;
	r->at++;
	return true;
}

static bool take_word(struct reader *r, const char *word)
{
	size_t len = strlen(word);

	if ((size_t)(r->end - r->at) < len || memcmp(r->at, word, len) != 0)
		return false;
	r->at += len;
	return true;
}

static bool take_digits(struct reader *r)
{
	const char *start = r->at;

	while (r->at < r->end && *r->at >= '0' && *r->at <= '9')
		r->at++;
	return r->at > start;
}

static bool read_number(struct reader *r)
{
	take(r, '-');
	if (!take(r, '0') && !take_digits(r))
		return false;
	if (take(r, '.') && !take_digits(r))
		return false;
	if (take(r, 'e') || take(r, 'E')) {
		if (!take(r, '+'))
			take(r, '-');
		return take_digits(r);
	}
	return true;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9'    ? c - '0'
		: c >= 'a' && c <= 'f' ? c - 'a' + 10
		: c >= 'A' && c <= 'F' ? c - 'A' + 10
				       : -1;
}

/* The four digits after \u; -1 when they are none. */
static long read_hex(struct reader *r)
{
	long value = 0;

	for (int i = 0; i < 4; i++) {
		int digit = r->at < r->end ? hex_digit(*r->at) : -1;

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
		r->at++;
	}
	return value;
}

/* After \u: one code point, of two escapes when it is above U+FFFF. -1 for a surrogate alone. */
static long read_unicode(struct reader *r)
{
	long first = read_hex(r), second;

	if (first < 0xD800 || first > 0xDFFF)
		return first;
	if (first > 0xDBFF || !take_word(r, "\\u"))
		return -1;
	second = read_hex(r);
	return second < 0xDC00 || second > 0xDFFF ? -1 : 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

/* After a backslash: the character it stands for, or -1. */
static long read_escape(struct reader *r)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	const char *name = r->at < r->end && *r->at ? strchr(names, *r->at) : NULL;

	if (take(r, 'u'))
		return read_unicode(r);
	if (!name)
		return -1;
	r->at++;
	return values[name - names];
}

/* Bytes of the UTF-8 sequence that starts here; 0 when it is none. Shortest forms only, no surrogates. */
static size_t sequence(const unsigned char *at, size_t left)
{
	size_t len = at[0] < 0x80 ? 1 : at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : at[0] < 0xF5 ? 4 : 0;

	if (len > left)
		return 0;
	for (size_t i = 1; i < len; i++)
		if ((at[i] & 0xC0) != 0x80)
			return 0;
	if (len >= 3 &&
		((at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xED && at[1] > 0x9F) ||
			(at[0] == 0xF0 && at[1] < 0x90) || (at[0] == 0xF4 && at[1] > 0x8F)))
		return 0;
	return len;
}

bool utf8_check(const char *text, size_t len)
{
	for (size_t at = 0, n; at < len; at += n) {
		n = sequence((const unsigned char *)text + at, len - at);
		if (n == 0)
			return false;
	}
	return true;
}

static bool read_char(struct reader *r)
{
	size_t len;

	if (take(r, '\\'))
		return read_escape(r) >= 0;
	len = (unsigned char)*r->at < 0x20 ? 0 : sequence((const unsigned char *)r->at, (size_t)(r->end - r->at));
	r->at += len;
	return len > 0;
}

static bool read_string(struct reader *r)
{
	if (!take(r, '"'))
		return false;
	while (r->at < r->end && *r->at != '"')
		if (!read_char(r))
			return false;
	return take(r, '"');
}

/* The next code point of a valid string, escapes undone. */
static long next_char(struct reader *r)
{
	const unsigned char *at = (const unsigned char *)r->at;
	size_t len;
	long value;

	if (r->at == r->end)
		return -1;
	if (take(r, '\\'))
		return read_escape(r);
	len = sequence(at, (size_t)(r->end - r->at));
	value = len == 1 ? at[0] : at[0] & (0x7F >> len);
	for (size_t i = 1; i < len; i++)
		value = value << 6 | (at[i] & 0x3F);
	r->at += len;
	return value;
}

static bool same_string(const char *a, size_t a_len, const char *b, size_t b_len)
{
	struct reader x = { .at = a, .end = a + a_len }, y = { .at = b, .end = b + b_len };
	long c;

	do {
		c = next_char(&x);
		if (c != next_char(&y))
			return false;
	} while (c >= 0);
	return true;
}

bool json_key_is(const struct json_key *key, const char *name)
{
	return same_string(key->ptr, key->len, name, strlen(name));
}

/* Notes the key that was just read; false when its object has it, or there are too many. */
static bool note_key(struct reader *r, const char *start, uint32_t object)
{
	struct json_key key = { start, (uint32_t)(r->at - 1 - start), object };
	struct json_keys *keys = r->keys;

	if (!keys)
		return true;
	if (keys->count == JSON_KEYS_MAX)
		return false;
	for (uint32_t i = 0; i < keys->count; i++)
		if (keys->of[i].object == object && same_string(keys->of[i].ptr, keys->of[i].len, key.ptr, key.len))
			return false;
	keys->of[keys->count++] = key;
	return true;
}

static bool read_member(struct reader *r, uint32_t object)
{
	const char *start;

	skip_space(r);
	start = r->at + 1;
	if (!read_string(r) || !note_key(r, start, object))
		return false;
	skip_space(r);
	return take(r, ':') && read_value(r);
}

static bool read_object(struct reader *r)
{
	uint32_t object = r->keys ? r->keys->objects++ : 0;

	skip_space(r);
	if (take(r, '}'))
		return true;
	do {
		if (!read_member(r, object))
			return false;
	} while (take(r, ','));
	return take(r, '}');
}

static bool read_array(struct reader *r)
{
	skip_space(r);
	if (take(r, ']'))
		return true;
	do {
		if (!read_value(r))
			return false;
	} while (take(r, ','));
	return take(r, ']');
}

static bool read_nested(struct reader *r)
{
	bool ok;

	if (r->depth == 0)
		return false;
	r->depth--;
	ok = *r->at++ == '{' ? read_object(r) : read_array(r);
	r->depth++;
	return ok;
}

static bool read_value(struct reader *r)
{
	bool ok;

	skip_space(r);
	if (r->at == r->end)
		return false;
	switch (*r->at) {
	case '{':
	case '[': ok = read_nested(r); break;
	case '"': ok = read_string(r); break;
	case 't': ok = take_word(r, "true"); break;
	case 'f': ok = take_word(r, "false"); break;
	case 'n': ok = take_word(r, "null"); break;
	default: ok = read_number(r); break;
	}
	skip_space(r);
	return ok;
}

bool json_check(const char *text, size_t len, unsigned depth, struct json_keys *keys)
{
	struct reader r = { text, text + len, depth, keys };

	if (keys)
		keys->count = keys->objects = 0;
	return read_value(&r) && r.at == r.end;
}

bool json_is_object(const char *text, size_t len)
{
	struct reader r = { .at = text, .end = text + len };

	skip_space(&r);
	return take(&r, '{');
}
