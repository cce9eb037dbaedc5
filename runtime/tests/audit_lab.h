/* The laboratory of the audit tests: a directory, honest logs in it, their lines to be damaged, and the verdict. */
#ifndef RUNTIME_TESTS_AUDIT_LAB_H
#define RUNTIME_TESTS_AUDIT_LAB_H

#include "runtime/audit.h"
#include "runtime/audit_verify.h"

enum { LAB_LINES = 4096, LAB_PATH = 600 };

/* The lines of the one segment of a log, or of several, one after the other; damaged by moving pointers. */
struct lab_lines {
	char *text[LAB_LINES]; /* with their newline */
	size_t count;
};

struct lab_verdict {
	enum eef_audit_verdict verdict;
	enum eef_audit_flaw flaw;
	uint64_t bad_seq, records, last_seq, anchored_seq;
	enum eef_audit_anchored_by anchored_by;
	bool is_anchored, is_torn, has_lost_head;
	size_t chains;
};

extern const uint8_t lab_key[EEF_AUDIT_KEY_SIZE];

const char *lab_open(void); /* an empty directory under the place for temporary files; a subdirectory "log" is free */
void lab_close(void);       /* removes it with all that is in it */
const char *lab_path(const char *name); /* in the directory; good until the third next call */
const char *lab_key_file(void);         /* holds lab_key */

/* An options struct for the directory "log": no waiting, no rotation. */
struct eef_audit_options lab_options(bool is_keyed);

/* Writes an honest log of exactly so many lines, the first and last of the log's own among them, and closes it. */
void lab_write(const struct eef_audit_options *options, size_t lines);
void lab_append(struct eef_audit_log *log, uint64_t i); /* the i-th of a mixed lot of records */

/* Of all segments in "log", sorted by name; returns how many there are. */
size_t lab_segments(char paths[][LAB_PATH], size_t max);
const char *lab_head(void); /* the path of the one head file; NULL = none */
void lab_load(const char *path, struct lab_lines *lines);
void lab_store(const char *path, const struct lab_lines *lines);
void lab_free(struct lab_lines *lines);

/* What somebody with this key (NULL: none; kid: how often it has evolved) can do: seals the lines anew from `from` on. */
void lab_rechain(struct lab_lines *lines, size_t from, const uint8_t *key, uint32_t kid);

struct lab_verdict lab_verify(bool with_key);
struct lab_verdict lab_verify_with(const struct eef_audit_verify_options *options);

size_t lab_read(const char *path, char *ret, size_t size);
void lab_write_file(const char *path, const char *text, size_t size);

#endif
