/* A record of the audit trail: what happened to whom and how it ended, in the words that audit_ops.def allows. */
#ifndef RUNTIME_AUDIT_RECORD_H
#define RUNTIME_AUDIT_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The values are those of eef_status. */
enum eef_audit_status {
	EEF_AUDIT_OK = 0,
	EEF_AUDIT_E_INVAL = -1,
	EEF_AUDIT_E_NOMEM = -2,
	EEF_AUDIT_E_AUDIT = -18,
	EEF_AUDIT_E_TIMEOUT = -21,
	EEF_AUDIT_E_IO = -24,
};

enum eef_audit_op {
#define X(op, name, kind, word, number, number2) EEF_AUDIT_##op,
#include "runtime/audit_ops.def"
#undef X
	EEF_AUDIT_OP_COUNT
};

enum eef_audit_kind {
	EEF_AUDIT_KIND_PLAIN,
	EEF_AUDIT_KIND_GATE,
	EEF_AUDIT_KIND_RATED,
	EEF_AUDIT_KIND_APP,
	EEF_AUDIT_KIND_OWN,
};

enum {
	EEF_AUDIT_ID_MAX = 128, /* bytes of a user or run id */
	EEF_AUDIT_WORD_MAX = 64,
	EEF_AUDIT_DETAIL_MAX = 1024,
	EEF_AUDIT_DETAIL_KEYS = 16,
	EEF_AUDIT_LINE_MAX = 4096, /* the longest line, its newline included: all of the above, escaped, fits */
};

/* Borrowed text without a NUL at its end; an empty one says that there is none. */
struct eef_audit_text {
	const char *ptr;
	size_t len;
};

struct eef_audit_field_names {
	const char *name;
	enum eef_audit_kind kind;
	const char *word;
	const char *numbers[2];
};

/*
 * All of it is borrowed. A word is 1 to 64 of A-Z a-z 0-9 _ . : / - and so no sentence; ids are UTF-8, 1 to 128 bytes.
 * What an op has no key for must be left empty.
 */
struct eef_audit_record {
	enum eef_audit_op op;
	int64_t ts_ns;   /* since 1970; 0 = now */
	uint64_t engine; /* its handle; 0 = none */
	struct eef_audit_text user, run;
	struct eef_audit_text outcome; /* a word; none = "ok" */
	struct eef_audit_text word;
	uint64_t numbers[2];
	struct eef_audit_text action; /* of an APP: a word, at most 60 bytes */
	struct eef_audit_text detail; /* of an APP and SEGMENT_OPEN: a JSON object, see below */
};

const struct eef_audit_field_names *eef_audit_op_names(enum eef_audit_op op);

struct eef_audit_text eef_audit_text_of(const char *nul_terminated_or_null);
bool eef_audit_text_is(struct eef_audit_text text, const char *what);

bool eef_audit_is_word(struct eef_audit_text text);
bool eef_audit_is_utf8(struct eef_audit_text text);

/*
 * The object of an application's record is flat: at most 16 different keys; words, integers, true, false and null as
 * values; no blanks. A text of a user cannot be written into it: blanks and quotes are no part of a word. So what
 * does not belong into the trail is refused, never cut off in silence.
 */
bool eef_audit_detail_is_clean(struct eef_audit_text detail);

/* Can it be written? A record that may not be is a mistake of the caller. */
bool eef_audit_record_is_valid(const struct eef_audit_record *record);

#endif
