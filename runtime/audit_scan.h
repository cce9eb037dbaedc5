/* Reads a record's text from left to right and tells a text that is cut off from one that is wrong. */
#ifndef RUNTIME_AUDIT_SCAN_H
#define RUNTIME_AUDIT_SCAN_H

#include "runtime/audit_record.h"

/*
 * Every verb moves on behind what it read, or sets the state and stays. A scan that is not good stays so: callers may
 * ask once at the end. CUT says that all there is could be the beginning of something right.
 */
enum eef_audit_scan_state { EEF_AUDIT_SCAN_GOOD, EEF_AUDIT_SCAN_CUT, EEF_AUDIT_SCAN_BAD };

struct eef_audit_scan {
	const char *at, *end;
	enum eef_audit_scan_state state;
};

bool eef_audit_scan_literal(struct eef_audit_scan *scan, const char *literal);
uint64_t eef_audit_scan_number(struct eef_audit_scan *scan);                           /* without leading zeros */
void eef_audit_scan_hex(struct eef_audit_scan *scan, uint8_t *ret_bytes, size_t size); /* lower case only */
struct eef_audit_text eef_audit_scan_digits(
	struct eef_audit_scan *scan, const char *shape);                /* 0 digit, x hex, else itself */
struct eef_audit_text eef_audit_scan_word(struct eef_audit_scan *scan); /* up to the quote, which is read, too */

/* Up to the quote, which is read, too; the text as it stands there, escaped. Only what a writer escapes is escaped. */
struct eef_audit_text eef_audit_scan_string(struct eef_audit_scan *scan);

/* A flat object; the whole of it. */
struct eef_audit_text eef_audit_scan_object(struct eef_audit_scan *scan);

#endif
