/* The scanner of records: literals, numbers, hex, words, escaped strings, flat objects. */
#include "runtime/audit_scan.h"

#include <string.h>

static void stop(struct eef_audit_scan *scan, enum eef_audit_scan_state why)
{
	if (scan->state == EEF_AUDIT_SCAN_GOOD)
		scan->state = why;
}

/* The next byte, which stays; 0 and the state when there is none. */
static char peek(struct eef_audit_scan *scan)
{
	if (scan->state != EEF_AUDIT_SCAN_GOOD)
		return 0;
	if (scan->at == scan->end) {
		stop(scan, EEF_AUDIT_SCAN_CUT);
		return 0;
	}
	return *scan->at;
}

bool eef_audit_scan_literal(struct eef_audit_scan *scan, const char *literal)
{
	size_t len = strlen(literal), left = (size_t)(scan->end - scan->at);

	if (scan->state != EEF_AUDIT_SCAN_GOOD)
		return false;
	if (memcmp(scan->at, literal, len < left ? len : left) != 0)
		stop(scan, EEF_AUDIT_SCAN_BAD);
	else if (left < len)
		stop(scan, EEF_AUDIT_SCAN_CUT);
	else
		scan->at += len;
	return scan->state == EEF_AUDIT_SCAN_GOOD;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int hex_value(char c)
{
	return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

uint64_t eef_audit_scan_number(struct eef_audit_scan *scan)
{
	const char *start = scan->at;
	uint64_t value = 0;

	while (is_digit(peek(scan))) {
		uint64_t digit = (uint64_t)(*scan->at - '0');

		if (value > (UINT64_MAX - digit) / 10 || (scan->at > start && *start == '0'))
			stop(scan, EEF_AUDIT_SCAN_BAD);
		value = value * 10 + digit;
		scan->at++;
	}
	if (scan->at == start)
		stop(scan, EEF_AUDIT_SCAN_BAD);
	return value;
}

void eef_audit_scan_hex(struct eef_audit_scan *scan, uint8_t *ret_bytes, size_t size)
{
	for (size_t i = 0; i < 2 * size; i++) {
		int value = hex_value(peek(scan));

		if (value < 0) {
			stop(scan, EEF_AUDIT_SCAN_BAD);
			return;
		}
		ret_bytes[i / 2] = (uint8_t)(i % 2 ? ret_bytes[i / 2] | value : value << 4);
		scan->at++;
	}
}

struct eef_audit_text eef_audit_scan_digits(struct eef_audit_scan *scan, const char *shape)
{
	struct eef_audit_text text = { scan->at, strlen(shape) };

	for (; *shape; shape++) {
		char c = peek(scan);

		if (!(*shape == '0' ? is_digit(c) : *shape == 'x' ? hex_value(c) >= 0 : c == *shape)) {
			stop(scan, EEF_AUDIT_SCAN_BAD);
			break;
		}
		scan->at++;
	}
	return text;
}

static bool is_word_byte(char c)
{
	return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == ':' ||
		c == '/' || c == '-';
}

struct eef_audit_text eef_audit_scan_word(struct eef_audit_scan *scan)
{
	struct eef_audit_text word = { scan->at, 0 };

	while (is_word_byte(peek(scan)))
		scan->at++;
	word.len = (size_t)(scan->at - word.ptr);
	if (word.len > EEF_AUDIT_WORD_MAX || (scan->state == EEF_AUDIT_SCAN_GOOD && !word.len))
		scan->state = EEF_AUDIT_SCAN_BAD;
	eef_audit_scan_literal(scan, "\"");
	return word;
}

bool eef_audit_is_word(struct eef_audit_text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (!is_word_byte(text.ptr[i]))
			return false;
	return text.len && text.len <= EEF_AUDIT_WORD_MAX;
}

/* Lead bytes and what may follow them, from table 3-7 of the Unicode standard. */
static const struct {
	uint8_t first, last, low, high, more;
} sequences[] = {
	{ 0xc2, 0xdf, 0x80, 0xbf, 1 },
	{ 0xe0, 0xe0, 0xa0, 0xbf, 2 },
	{ 0xe1, 0xec, 0x80, 0xbf, 2 },
	{ 0xed, 0xed, 0x80, 0x9f, 2 },
	{ 0xee, 0xef, 0x80, 0xbf, 2 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 3 },
	{ 0xf1, 0xf3, 0x80, 0xbf, 3 },
	{ 0xf4, 0xf4, 0x80, 0x8f, 3 },
};

static void scan_multibyte(struct eef_audit_scan *scan)
{
	uint8_t lead = (uint8_t)peek(scan);
	size_t i = 0;

	while (i < sizeof(sequences) / sizeof(*sequences) && (lead < sequences[i].first || lead > sequences[i].last))
		i++;
	if (i == sizeof(sequences) / sizeof(*sequences)) {
		stop(scan, EEF_AUDIT_SCAN_BAD);
		return;
	}
	scan->at++;
	for (uint8_t n = 0; n < sequences[i].more; n++) {
		uint8_t byte = (uint8_t)peek(scan);

		if (byte < (n ? 0x80 : sequences[i].low) || byte > (n ? 0xbf : sequences[i].high)) {
			stop(scan, EEF_AUDIT_SCAN_BAD);
			return;
		}
		scan->at++;
	}
}

static bool is_ascii(const char *eight)
{
	uint64_t bytes;

	memcpy(&bytes, eight, sizeof(bytes));
	return !(bytes & 0x8080808080808080);
}

bool eef_audit_is_utf8(struct eef_audit_text text)
{
	struct eef_audit_scan scan = { text.ptr, text.len ? text.ptr + text.len : text.ptr, EEF_AUDIT_SCAN_GOOD };

	while (scan.at < scan.end && scan.state == EEF_AUDIT_SCAN_GOOD) {
		if (scan.end - scan.at >= 8 && is_ascii(scan.at))
			scan.at += 8;
		else if ((uint8_t)*scan.at < 0x80)
			scan.at++;
		else
			scan_multibyte(&scan);
	}
	return scan.state == EEF_AUDIT_SCAN_GOOD;
}

/* One way to write each text: \" \\ and \u00xx of a control byte. So equal texts are equal bytes. */
static void scan_escape(struct eef_audit_scan *scan)
{
	char c;

	scan->at++;
	c = peek(scan);
	if (c == '"' || c == '\\') {
		scan->at++;
	} else if (eef_audit_scan_literal(scan, "u00")) {
		struct eef_audit_text hex = eef_audit_scan_digits(scan, "xx");

		if (scan->state == EEF_AUDIT_SCAN_GOOD && *hex.ptr > '1' && memcmp(hex.ptr, "7f", 2) != 0)
			stop(scan, EEF_AUDIT_SCAN_BAD);
	}
}

struct eef_audit_text eef_audit_scan_string(struct eef_audit_scan *scan)
{
	struct eef_audit_text text = { scan->at, 0 };

	for (char c = peek(scan); scan->state == EEF_AUDIT_SCAN_GOOD && c != '"'; c = peek(scan)) {
		if (c == '\\')
			scan_escape(scan);
		else if ((uint8_t)c >= 0x80)
			scan_multibyte(scan);
		else if ((uint8_t)c < 0x20 || c == 0x7f)
			stop(scan, EEF_AUDIT_SCAN_BAD);
		else
			scan->at++;
	}
	text.len = (size_t)(scan->at - text.ptr);
	eef_audit_scan_literal(scan, "\"");
	return text;
}

static void scan_value(struct eef_audit_scan *scan)
{
	char c = peek(scan);

	if (c == '"') {
		scan->at++;
		eef_audit_scan_word(scan);
	} else if (c == 't') {
		eef_audit_scan_literal(scan, "true");
	} else if (c == 'f') {
		eef_audit_scan_literal(scan, "false");
	} else if (c == 'n') {
		eef_audit_scan_literal(scan, "null");
	} else {
		if (c == '-')
			scan->at++;
		eef_audit_scan_number(scan);
	}
}

static void scan_member(struct eef_audit_scan *scan, struct eef_audit_text *keys, size_t count)
{
	eef_audit_scan_literal(scan, "\"");
	keys[count] = eef_audit_scan_word(scan);
	for (size_t i = 0; i < count && scan->state == EEF_AUDIT_SCAN_GOOD; i++)
		if (keys[i].len == keys[count].len && memcmp(keys[i].ptr, keys[count].ptr, keys[i].len) == 0)
			stop(scan, EEF_AUDIT_SCAN_BAD);
	eef_audit_scan_literal(scan, ":");
	scan_value(scan);
}

struct eef_audit_text eef_audit_scan_object(struct eef_audit_scan *scan)
{
	struct eef_audit_text keys[EEF_AUDIT_DETAIL_KEYS], text = { scan->at, 0 };
	size_t count = 0;

	eef_audit_scan_literal(scan, "{");
	while (peek(scan) && *scan->at != '}') {
		if (count == EEF_AUDIT_DETAIL_KEYS || (count && !eef_audit_scan_literal(scan, ","))) {
			stop(scan, EEF_AUDIT_SCAN_BAD);
			break;
		}
		scan_member(scan, keys, count++);
	}
	eef_audit_scan_literal(scan, "}");
	text.len = (size_t)(scan->at - text.ptr);
	if (text.len > EEF_AUDIT_DETAIL_MAX)
		scan->state = EEF_AUDIT_SCAN_BAD;
	return text;
}

bool eef_audit_detail_is_clean(struct eef_audit_text detail)
{
	struct eef_audit_scan scan = { detail.ptr, detail.ptr + detail.len, EEF_AUDIT_SCAN_GOOD };

	if (detail.len > EEF_AUDIT_DETAIL_MAX)
		return false;
	eef_audit_scan_object(&scan);
	return scan.state == EEF_AUDIT_SCAN_GOOD && scan.at == scan.end;
}
