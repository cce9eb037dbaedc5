/* Is the audit trail what was written? Reads files of any number of chains in constant memory. */
#ifndef RUNTIME_AUDIT_VERIFY_H
#define RUNTIME_AUDIT_VERIFY_H

#include "runtime/audit_file.h"

/*
 * OK          every record is in its place and sealed, and an anchor says that nothing is missing at the end: a head
 *             given by the caller, the head file beside the log, or, with a key, the last record of a log that was
 *             closed (nobody else can have sealed it).
 * UNANCHORED  the same, but a cut at the end (or, when the first segments are not given, at the beginning) or, without
 *             a key, a log written anew could not be told from the real one.
 * TORN        as before, and the last line is cut off: a crash in the middle of a write. Something in the last line
 *             that could not be the beginning of a record is not torn but tampered with.
 * TAMPERED    flaw, bad_seq, bad_file and bad_line say what and where first.
 * UNREADABLE  a file could not be read, or the log is sealed with a key and none was given.
 *
 * A head file without a key protects against accidents and against those who can write the log but not the head. Who
 * can write both can put back an older pair: keep heads elsewhere (on_anchor, `eef-audit verify --head`).
 */
enum eef_audit_verdict {
	EEF_AUDIT_VERDICT_OK,
	EEF_AUDIT_VERDICT_UNANCHORED,
	EEF_AUDIT_VERDICT_TORN,
	EEF_AUDIT_VERDICT_UNREADABLE,
	EEF_AUDIT_VERDICT_TAMPERED,
	EEF_AUDIT_VERDICT_COUNT
};

enum eef_audit_flaw {
	EEF_AUDIT_FLAW_NONE,
	EEF_AUDIT_FLAW_JSON,    /* no record, or not one as it is written */
	EEF_AUDIT_FLAW_SEQ,     /* records are missing before it */
	EEF_AUDIT_FLAW_DUP,     /* a record with its number was there before */
	EEF_AUDIT_FLAW_PREV,    /* it does not carry on the record before */
	EEF_AUDIT_FLAW_KID,     /* not sealed under the key whose turn it is */
	EEF_AUDIT_FLAW_HASH,    /* its bytes are not those that were sealed, or the key is another */
	EEF_AUDIT_FLAW_SEGMENT, /* a segment does not begin or end as segments do */
	EEF_AUDIT_FLAW_HEAD,    /* an anchor says something else, or that more records were there */
	EEF_AUDIT_FLAW_KEY,     /* sealed with a key and none given, or the other way round */
	EEF_AUDIT_FLAW_READ,
	EEF_AUDIT_FLAW_COUNT
};

enum eef_audit_anchored_by {
	EEF_AUDIT_BY_NOTHING,
	EEF_AUDIT_BY_HEAD_FILE,
	EEF_AUDIT_BY_KEYED_HEAD_FILE,
	EEF_AUDIT_BY_CLOSE, /* the last record, sealed with the key */
	EEF_AUDIT_BY_GIVEN_HEAD,
};

struct eef_audit_anchor {
	uint64_t seq;
	uint8_t hash[EEF_AUDIT_HASH_SIZE];
};

struct eef_audit_verify_options {
	const uint8_t *key;                   /* 32 bytes; NULL = none */
	const struct eef_audit_anchor *heads; /* each must be in one of the chains */
	size_t head_count;
	const struct eef_audit_anchor *since; /* the record before the first one given; NULL = none */

	/* Each record that is in its place, in order; what it is given lives until it returns. */
	void (*on_record)(void *data, const struct eef_audit_line *line, struct eef_audit_text text);
	void *data;
};

struct eef_audit_chain_report {
	uint8_t id[EEF_AUDIT_CHAIN_ID_SIZE];
	enum eef_audit_verdict verdict;
	bool is_keyed, is_closed, is_torn;
	bool has_start; /* from the first record, or from `since`, on */
	uint64_t first_seq, last_seq, records, segments;
	uint8_t last_hash[EEF_AUDIT_HASH_SIZE];
	enum eef_audit_anchored_by anchored_by; /* the strongest */
	uint64_t anchored_seq;                  /* up to here */

	enum eef_audit_flaw flaw;
	uint64_t bad_seq; /* the record that should have been there */
	char *bad_file;   /* NULL = of no file */
	uint64_t bad_line;
	int error; /* errno of READ */
};

struct eef_audit_verify_report {
	enum eef_audit_verdict verdict; /* the worst */
	bool is_anchored;               /* every chain */
	struct eef_audit_chain_report *chains;
	size_t chain_count;
	uint64_t records;
	bool has_lost_head; /* a given head is in no chain: the verdict is TAMPERED */
};

const char *eef_audit_verdict_name(enum eef_audit_verdict verdict);
const char *eef_audit_flaw_name(enum eef_audit_flaw flaw);
const char *eef_audit_flaw_meaning(enum eef_audit_flaw flaw);

/*
 * Paths are segments, in any order, or directories, of which all segments are taken. Returns a status: INVAL without
 * any file; NOMEM; otherwise OK and the report, to be released. Not being able to read something is in the report.
 */
int eef_audit_verify_files(const char *const *paths, size_t count, const struct eef_audit_verify_options *options,
	struct eef_audit_verify_report *ret_report);
void eef_audit_verify_report_release(struct eef_audit_verify_report *report);

#endif
