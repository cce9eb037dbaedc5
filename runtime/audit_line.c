/* Writing and reading the lines of the audit trail. */
#include "runtime/audit_line.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static char *put(char *at, const char *text, size_t len)
{
	memcpy(at, text, len);
	return at + len;
}

#define PUT(at, literal) put(at, literal, sizeof(literal) - 1)

static char *put_text(char *at, struct eef_audit_text text)
{
	return put(at, text.ptr, text.len);
}

static char *put_number(char *at, uint64_t value)
{
	char digits[20];
	size_t start = sizeof(digits);

	do {
		digits[--start] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	return put(at, digits + start, sizeof(digits) - start);
}

void eef_audit_hex(const uint8_t *bytes, size_t size, char *ret)
{
	/* Two digits at once: most of a line's digits are those of its two hashes. */
#define ROW(a) a "0" a "1" a "2" a "3" a "4" a "5" a "6" a "7" a "8" a "9" a "a" a "b" a "c" a "d" a "e" a "f"
	static const char pairs[] = ROW("0") ROW("1") ROW("2") ROW("3") ROW("4") ROW("5") ROW("6") ROW("7") ROW("8")
		ROW("9") ROW("a") ROW("b") ROW("c") ROW("d") ROW("e") ROW("f");
#undef ROW

	for (size_t i = 0; i < size; i++)
		memcpy(ret + 2 * i, pairs + (size_t)2 * bytes[i], 2);
}

static char *put_hash(char *at, const uint8_t hash[EEF_AUDIT_HASH_SIZE])
{
	eef_audit_hex(hash, EEF_AUDIT_HASH_SIZE, at);
	return at + 2 * EEF_AUDIT_HASH_SIZE;
}

size_t eef_audit_escape(struct eef_audit_text text, char *ret)
{
	char *at = ret;

	for (size_t i = 0; i < text.len; i++) {
		uint8_t c = (uint8_t)text.ptr[i];

		if (c < 0x20 || c == 0x7f) {
			at = PUT(at, "\\u00");
			eef_audit_hex(&c, 1, at);
			at += 2;
		} else {
			if (c == '"' || c == '\\')
				*at++ = '\\';
			*at++ = (char)c;
		}
	}
	return (size_t)(at - ret);
}

static char *put_id(char *at, struct eef_audit_text id)
{
	if (!id.len)
		return PUT(at, "null");
	*at++ = '"';
	at += eef_audit_escape(id, at);
	*at++ = '"';
	return at;
}

static char *put_engine(char *at, uint64_t engine)
{
	uint8_t bytes[8];

	if (!engine)
		return PUT(at, "null");
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (uint8_t)(engine >> (56 - 8 * i));
	*at++ = '"';
	eef_audit_hex(bytes, sizeof(bytes), at);
	at += 2 * sizeof(bytes);
	*at++ = '"';
	return at;
}

static char *put_key(char *at, const char *key, bool is_first)
{
	if (!is_first)
		*at++ = ',';
	*at++ = '"';
	at = put(at, key, strlen(key));
	return PUT(at, "\":");
}

static char *put_detail(char *at, const struct eef_audit_record *record)
{
	const struct eef_audit_field_names *names = eef_audit_op_names(record->op);
	bool is_first = true;

	if (record->detail.len)
		return put_text(at, record->detail);
	*at++ = '{';
	if (names->word) {
		at = put_key(at, names->word, is_first);
		*at++ = '"';
		at = put_text(at, record->word);
		*at++ = '"';
		is_first = false;
	}
	for (size_t i = 0; i < 2 && names->numbers[i]; i++) {
		at = put_number(put_key(at, names->numbers[i], is_first), record->numbers[i]);
		is_first = false;
	}
	*at++ = '}';
	return at;
}

const char *eef_audit_stamp(struct eef_audit_clock_text *clock, int64_t ts_ns)
{
	int64_t second = ts_ns / 1000000000, rest = ts_ns % 1000000000;
	struct tm tm = { 0 };

	if (second != clock->second || !*clock->text) {
		time_t t = (time_t)second;

		gmtime_r(&t, &tm);
		strftime(clock->text, sizeof(clock->text), "%Y-%m-%dT%H:%M:%S.000000000Z", &tm);
		clock->second = second;
	}
	for (char *digit = clock->text + 28; digit > clock->text + 19; digit--) {
		*digit = (char)('0' + rest % 10);
		rest /= 10;
	}
	return clock->text;
}

size_t eef_audit_line_write(char *line, struct eef_audit_clock_text *clock, const struct eef_audit_record *record,
	uint64_t seq, uint32_t kid, const uint8_t prev[EEF_AUDIT_HASH_SIZE])
{
	const char *name = eef_audit_op_names(record->op)->name;
	char *at = PUT(line, "{\"v\":1,\"seq\":");

	at = put_number(at, seq);
	at = PUT(at, ",\"ts\":\"");
	at = put(at, eef_audit_stamp(clock, record->ts_ns), EEF_AUDIT_STAMP_SIZE);
	at = PUT(at, "\",\"op\":\"");
	at = put(at, name, strlen(name));
	if (record->action.len) {
		*at++ = ':';
		at = put_text(at, record->action);
	}
	at = put_id(PUT(at, "\",\"user\":"), record->user);
	at = put_id(PUT(at, ",\"run\":"), record->run);
	at = put_engine(PUT(at, ",\"engine\":"), record->engine);
	at = PUT(at, ",\"outcome\":\"");
	at = record->outcome.len ? put_text(at, record->outcome) : PUT(at, "ok");
	at = put_detail(PUT(at, "\",\"detail\":"), record);
	at = put_number(PUT(at, ",\"kid\":"), kid);
	at = put_hash(PUT(at, ",\"prev\":\""), prev);
	*at++ = '"';
	return (size_t)(at - line);
}

size_t eef_audit_line_finish(char *line, size_t covered, const uint8_t hash[EEF_AUDIT_HASH_SIZE])
{
	char *at = put_hash(PUT(line + covered, ",\"hash\":\""), hash);

	at = PUT(at, "\"}\n");
	return (size_t)(at - line);
}

/* A string or null; the raw text, or an empty one. */
static struct eef_audit_text scan_optional(struct eef_audit_scan *scan)
{
	struct eef_audit_text none = { NULL, 0 }, text;

	if (scan->at < scan->end && *scan->at == 'n') {
		eef_audit_scan_literal(scan, "null");
		return none;
	}
	eef_audit_scan_literal(scan, "\"");
	text = eef_audit_scan_string(scan);
	if (scan->state == EEF_AUDIT_SCAN_GOOD && !text.len)
		scan->state = EEF_AUDIT_SCAN_BAD;
	return text;
}

static struct eef_audit_text scan_engine(struct eef_audit_scan *scan)
{
	struct eef_audit_text none = { NULL, 0 }, text;

	if (scan->at < scan->end && *scan->at == 'n') {
		eef_audit_scan_literal(scan, "null");
		return none;
	}
	eef_audit_scan_literal(scan, "\"");
	text = eef_audit_scan_digits(scan, "xxxxxxxxxxxxxxxx");
	eef_audit_scan_literal(scan, "\"");
	return text;
}

static void scan_who(struct eef_audit_scan *scan, struct eef_audit_line *line)
{
	eef_audit_scan_literal(scan, "\",\"op\":\"");
	line->op = eef_audit_scan_word(scan);
	eef_audit_scan_literal(scan, ",\"user\":");
	line->user = scan_optional(scan);
	eef_audit_scan_literal(scan, ",\"run\":");
	line->run = scan_optional(scan);
	eef_audit_scan_literal(scan, ",\"engine\":");
	line->engine = scan_engine(scan);
}

static void scan_seal(struct eef_audit_scan *scan, struct eef_audit_line *line)
{
	uint64_t kid;

	eef_audit_scan_literal(scan, ",\"kid\":");
	kid = eef_audit_scan_number(scan);
	if (kid > UINT32_MAX)
		scan->state = EEF_AUDIT_SCAN_BAD;
	line->kid = (uint32_t)kid;
	eef_audit_scan_literal(scan, ",\"prev\":\"");
	eef_audit_scan_hex(scan, line->prev, EEF_AUDIT_HASH_SIZE);
	eef_audit_scan_literal(scan, "\"");
}

enum eef_audit_scan_state eef_audit_line_parse(struct eef_audit_text text, struct eef_audit_line *ret_line)
{
	struct eef_audit_scan scan = { text.ptr, text.ptr + text.len, EEF_AUDIT_SCAN_GOOD };
	struct eef_audit_line line = { 0 };

	eef_audit_scan_literal(&scan, "{\"v\":1,\"seq\":");
	line.seq = eef_audit_scan_number(&scan);
	eef_audit_scan_literal(&scan, ",\"ts\":\"");
	line.ts = eef_audit_scan_digits(&scan, "0000-00-00T00:00:00.000000000Z");
	scan_who(&scan, &line);
	eef_audit_scan_literal(&scan, ",\"outcome\":\"");
	line.outcome = eef_audit_scan_word(&scan);
	eef_audit_scan_literal(&scan, ",\"detail\":");
	line.detail = eef_audit_scan_object(&scan);
	scan_seal(&scan, &line);
	line.covered = (size_t)(scan.at - text.ptr);
	eef_audit_scan_literal(&scan, ",\"hash\":\"");
	eef_audit_scan_hex(&scan, line.hash, EEF_AUDIT_HASH_SIZE);
	eef_audit_scan_literal(&scan, "\"}");
	if (scan.state == EEF_AUDIT_SCAN_GOOD && scan.at < scan.end)
		scan.state = EEF_AUDIT_SCAN_BAD;
	if (scan.state == EEF_AUDIT_SCAN_GOOD)
		*ret_line = line;
	return scan.state;
}

/* Behind `"key":` in a flat object without blanks, in which a quote stands only around words. */
static bool find_value(struct eef_audit_text detail, const char *key, struct eef_audit_scan *ret_scan)
{
	char pattern[EEF_AUDIT_WORD_MAX + 4];
	int len = snprintf(pattern, sizeof(pattern), "\"%s\":", key);
	const char *found = memmem(detail.ptr, detail.len, pattern, (size_t)len);

	if (!found)
		return false;
	*ret_scan = (struct eef_audit_scan){ found + len, detail.ptr + detail.len, EEF_AUDIT_SCAN_GOOD };
	return true;
}

bool eef_audit_detail_number(struct eef_audit_text detail, const char *key, uint64_t *ret_value)
{
	struct eef_audit_scan scan;
	uint64_t value;

	if (!find_value(detail, key, &scan))
		return false;
	value = eef_audit_scan_number(&scan);
	if (scan.state != EEF_AUDIT_SCAN_GOOD)
		return false;
	*ret_value = value;
	return true;
}

bool eef_audit_detail_word(struct eef_audit_text detail, const char *key, struct eef_audit_text *ret_word)
{
	struct eef_audit_scan scan;
	struct eef_audit_text word;

	if (!find_value(detail, key, &scan) || !eef_audit_scan_literal(&scan, "\""))
		return false;
	word = eef_audit_scan_word(&scan);
	if (scan.state != EEF_AUDIT_SCAN_GOOD)
		return false;
	*ret_word = word;
	return true;
}
