/* The line of a record: how it is written, and the strict reader of what somebody may have changed. */
#ifndef RUNTIME_AUDIT_LINE_H
#define RUNTIME_AUDIT_LINE_H

#include "runtime/audit_scan.h"

enum { EEF_AUDIT_HASH_SIZE = 32, EEF_AUDIT_STAMP_SIZE = 30 };

/*
 * {"v":1,"seq":42,"ts":"2025-09-14T17:00:15.123456789Z","op":"engine_created","user":"u-1","run":"r-9",
 *  "engine":"00010000000000a3","outcome":"ok","detail":{},"kid":0,"prev":"<64 hex>","hash":"<64 hex>"}
 *
 * in one line, the keys in this order, no blanks; "user", "run" and "engine" are null where there is none. The hash
 * covers the bytes before `,"hash"`: nothing has to be brought into a canonical form first, and as the rest of the line
 * is fixed, there is no bit in it that could be another.
 */
struct eef_audit_line {
	uint64_t seq;
	uint32_t kid;
	struct eef_audit_text ts, op, user, run, engine, outcome, detail; /* as they stand there; user, run: escaped */
	uint8_t prev[EEF_AUDIT_HASH_SIZE], hash[EEF_AUDIT_HASH_SIZE];
	size_t covered; /* so many bytes of it are under the hash */
};

/* Keeps the text of the last second: few records are of a second of their own. Starts zeroed. */
struct eef_audit_clock_text {
	int64_t second;
	char text[EEF_AUDIT_STAMP_SIZE + 1];
};

/* "2025-09-14T17:00:15.123456789Z", borrowed from the argument. */
const char *eef_audit_stamp(struct eef_audit_clock_text *clock, int64_t ts_ns);

/*
 * Writes the covered bytes of a valid record into `line`, which has EEF_AUDIT_LINE_MAX bytes, and returns how many they
 * are; eef_audit_line_finish() adds the rest and the newline and returns the whole length.
 */
size_t eef_audit_line_write(char *line, struct eef_audit_clock_text *clock, const struct eef_audit_record *record,
	uint64_t seq, uint32_t kid, const uint8_t prev[EEF_AUDIT_HASH_SIZE]);
size_t eef_audit_line_finish(char *line, size_t covered, const uint8_t hash[EEF_AUDIT_HASH_SIZE]);

/* `text` without its newline. CUT: it ends before it should, and is right so far. `ret_line` borrows from the text. */
enum eef_audit_scan_state eef_audit_line_parse(struct eef_audit_text text, struct eef_audit_line *ret_line);

/* As it would stand in a line; returns its length. `ret` has six bytes for each of the text's. */
size_t eef_audit_escape(struct eef_audit_text text, char *ret);
void eef_audit_hex(const uint8_t *bytes, size_t size, char *ret); /* lower case, without a NUL */

/* The value of a number or word of a flat object that was parsed; false when it is not there or is none. */
bool eef_audit_detail_number(struct eef_audit_text detail, const char *key, uint64_t *ret_value);
bool eef_audit_detail_word(struct eef_audit_text detail, const char *key, struct eef_audit_text *ret_word);

#endif
