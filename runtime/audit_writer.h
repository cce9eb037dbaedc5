/* The one who seals: takes records in order, changes keys and segments when it is time, writes, syncs, sets anchors. */
#ifndef RUNTIME_AUDIT_WRITER_H
#define RUNTIME_AUDIT_WRITER_H

#include "runtime/audit.h"
#include "runtime/audit_file.h"

/*
 * Belongs to one thread and knows no other. Times are milliseconds of a clock that only grows. What fails sets `error`;
 * a later call tries again, unless `is_dead`: then the file is not what the chain says it is, and add and tick do nothing.
 */
struct eef_audit_writer {
	const struct eef_audit_options *options;
	struct eef_audit_chain chain;
	struct eef_audit_file file;
	bool has_pseudonyms;
	uint8_t pseudonym_key[EEF_AUDIT_KEY_SIZE];

	uint64_t kid_since; /* seq of the first record under the key */
	uint64_t kid_time;
	int64_t next_ts;     /* the time of the record that our own ones come before; 0 = none */
	bool is_turning;     /* segment_close is sealed, segment_open not yet */
	uint64_t turn_after; /* the time before which a new segment is not tried again */
	uint64_t first_in_segment;

	uint64_t unsynced; /* bytes */
	uint64_t unsynced_since;
	uint64_t head_seq; /* of the last head file */
	uint64_t head_time;

	int error;
	bool is_dead;
	uint64_t errors, syncs, heads, segments;
};

/* Makes the chain, its first record on the disk, in a zeroed writer. INVAL, IO with errno; on failure nothing is left. */
int eef_audit_writer_open(struct eef_audit_writer *writer, const struct eef_audit_options *options, uint64_t now);
void eef_audit_writer_close(struct eef_audit_writer *writer);

/* Seals one record; false when there is no room because earlier lines cannot be written. */
bool eef_audit_writer_add(struct eef_audit_writer *writer, const struct eef_audit_record *record, uint64_t now);

bool eef_audit_writer_write(struct eef_audit_writer *writer, uint64_t now); /* everything sealed so far */
bool eef_audit_writer_sync(struct eef_audit_writer *writer);                /* everything written so far */

/* What is due by time alone: a new key, a sync by mode, the head. `rotate` asks for a new segment. */
bool eef_audit_writer_tick(struct eef_audit_writer *writer, uint64_t now, bool rotate);

/* The last record of the chain, written, synced and anchored; after a tick that was good. */
bool eef_audit_writer_finish(struct eef_audit_writer *writer, uint64_t now);

#endif
