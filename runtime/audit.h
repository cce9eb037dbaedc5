/* The audit trail: who did what and how it ended, in files in which no change goes unseen. */
#ifndef RUNTIME_AUDIT_H
#define RUNTIME_AUDIT_H

#include "runtime/audit_record.h"

/*
 * One log per process: a chain of records, each sealed with the hash of the one before. Callers only copy a small
 * binary record into a ring (about a tenth of a microsecond); a thread of the log's own seals, writes and syncs. What is
 * taken in is in the file in the order in which it was taken in.
 *
 * FILES. <dir>/audit-<UTC>-<pid>-<instance>-<segment>.jsonl, mode 0600, made with O_EXCL, only ever appended to. A new
 * segment is begun at `segment_bytes` or on eef_audit_log_rotate(); its first record, segment_open, carries on the
 * chain. audit-<UTC>-<pid>-<instance>.head is the head anchor: the last seq and hash that are known to be on the disk,
 * written anew (temporary file, fsync, rename) each `head_records` records or `head_ms`, whichever comes first, and
 * when the log is closed. A truncated log is behind its head. Who can write the directory can put back an older pair
 * of both: only an anchor that is kept elsewhere (`on_anchor`) shows that.
 *
 * KEYS. With a key the hashes are MACs and the key evolves (see audit_chain.h): whoever breaks in later cannot change
 * what was sealed before. The key file must then not stay on the machine: give it by a pipe or a credential that
 * exists only at start. What verifies needs it.
 *
 * MODES. NONE: written soon, synced with the head only. INTERVAL: synced each `interval_ms` or `interval_bytes`.
 * SYNC: eef_audit_log_commit() returns when the record is on the disk; many callers share one sync.
 *
 * FAILURE. While records cannot be written (disk full) or the ring is full, FAIL_CLOSED refuses records of kind GATE
 * and APP with EEF_AUDIT_E_AUDIT, and what they stand for must not happen; a part of the ring is kept for the others,
 * so that what runs can still end. What does not fit even there is counted, the call says EEF_AUDIT_E_AUDIT, and as
 * soon as there is room a record says records_lost{n}: the trail is never silent about a gap. FAIL_OPEN says
 * EEF_AUDIT_OK to all and counts in the same way. A full disk is tried again; EIO, and any failure of fdatasync, is for
 * good: the pages are gone, and a second sync would only pretend.
 *
 * PRIVACY. A record has room for ids, words and numbers only (audit_ops.def); with a pseudonym key a user is
 * "p:" and 32 hex digits of HMAC(key, user), and so is a run, because run ids like to repeat the user's.
 *
 * THREADS. append, wait, commit, flush, head, stats, rotate: from any thread. open and close: once, with nobody else in
 * the log. After a fork the child must leave the log alone.
 */
struct eef_audit_log;

enum eef_audit_mode { EEF_AUDIT_MODE_NONE, EEF_AUDIT_MODE_INTERVAL, EEF_AUDIT_MODE_SYNC };
enum eef_audit_on_failure { EEF_AUDIT_FAIL_CLOSED, EEF_AUDIT_FAIL_OPEN };

struct eef_audit_options {
	/* The three paths are read in open only. */
	const char *dir; /* is made, with mode 0700, if only its last part is missing */
	enum eef_audit_mode mode;
	enum eef_audit_on_failure on_failure;
	const char *key_file;           /* 32 bytes, or 64 hex digits; NULL: plain hashes */
	const char *pseudonym_key_file; /* the same; NULL: users as given */
	size_t ring_bytes;              /* a power of two, at least 64 KiB */
	uint64_t segment_bytes;
	uint32_t interval_ms;
	uint64_t interval_bytes;
	uint64_t evolve_records;
	uint32_t evolve_ms;
	uint64_t head_records;
	uint32_t head_ms;
	int notify_fd; /* an eventfd that is written when records became durable (or the log failed); -1 = none */

	/* From the log's thread, after each head file: ship it elsewhere. Must not call the log. */
	void (*on_anchor)(void *data, uint64_t seq, const uint8_t hash[32]);
	void *anchor_data;
};

struct eef_audit_stats {
	uint64_t records;          /* taken in */
	uint64_t written, durable; /* of these */
	uint64_t lost;             /* could not be taken in, over all */
	uint64_t refused;          /* of a GATE, which therefore did not happen */
	uint64_t errors;           /* failed calls of the system */
	uint64_t syncs, segments, heads;
	uint64_t head_seq;
	int error;    /* errno of what is going wrong now; 0 = nothing */
	bool is_dead; /* for good */
};

void eef_audit_options_init(struct eef_audit_options *options); /* INTERVAL, FAIL_CLOSED, the figures of the manual */

/*
 * Starts a chain, its first segment and the thread. INVAL: options or a key file that is none; NOMEM; IO, with errno.
 * On failure nothing is left behind.
 */
int eef_audit_log_open(const struct eef_audit_options *options, struct eef_audit_log **ret_log);

/*
 * Takes a copy of the record. `ret_ticket` may be NULL; the ticket is for wait. INVAL: see eef_audit_record_is_valid().
 * A record of kind RATED may only be counted: its count is in a later record.
 */
int eef_audit_log_append(struct eef_audit_log *log, const struct eef_audit_record *record, uint64_t *ret_ticket);

/* Until the record is on the disk. TIMEOUT; AUDIT: it never will be. Does what SYNC does, in every mode. */
int eef_audit_log_wait(struct eef_audit_log *log, uint64_t ticket, uint32_t timeout_ms);

/* Appends and, in SYNC, waits. When AUDIT comes after the append, the record may be in the file or not. */
int eef_audit_log_commit(struct eef_audit_log *log, const struct eef_audit_record *record, uint32_t timeout_ms);

/* Until all that was taken in is on the disk. */
int eef_audit_log_flush(struct eef_audit_log *log, uint32_t timeout_ms);

/* Asks for a new segment; safe in a signal handler. It comes within a tick of the thread. */
void eef_audit_log_rotate(struct eef_audit_log *log);

/* The last record that is written, to be kept elsewhere as an anchor. */
void eef_audit_log_head(struct eef_audit_log *log, uint64_t *ret_seq, uint8_t ret_hash[32]);

void eef_audit_log_stats(struct eef_audit_log *log, struct eef_audit_stats *ret_stats);

/*
 * Writes what there is, ends the chain with segment_close{stopped}, syncs, writes the head, ends the thread, wipes the keys and
 * frees the log. AUDIT: not all could be written; the log is gone all the same. NULL is accepted.
 */
int eef_audit_log_close(struct eef_audit_log *log);

#endif
