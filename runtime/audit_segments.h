/* Which files belong to which chain, and in which order: what the first lines of segments say. */
#ifndef RUNTIME_AUDIT_SEGMENTS_H
#define RUNTIME_AUDIT_SEGMENTS_H

#include <sys/types.h>

#include "runtime/audit_file.h"

/*
 * A STUB has no whole line: a segment that was just made, or cut off in its first record by a crash. It can only be the
 * last file of a chain. A STRANGER begins with something else than segment_open.
 */
enum eef_audit_segment_kind {
	EEF_AUDIT_SEGMENT_WHOLE,
	EEF_AUDIT_SEGMENT_STUB,
	EEF_AUDIT_SEGMENT_STRANGER,
	EEF_AUDIT_SEGMENT_UNREADABLE,
};

struct eef_audit_segment {
	char *path;
	enum eef_audit_segment_kind kind;
	bool is_torn; /* a STUB that holds the beginning of a record */
	int error;
	dev_t device; /* which file it is: one that is given twice counts once */
	ino_t inode;
	uint8_t chain[EEF_AUDIT_CHAIN_ID_SIZE];
	uint64_t first_seq;
};

struct eef_audit_segments {
	struct eef_audit_segment *items; /* sorted by chain, then by first seq; all that are not WHOLE at the end */
	size_t count;
};

/* False: no memory. Directories count with all files in them that are named like segments. */
bool eef_audit_segments_find(struct eef_audit_segments *segments, const char *const *paths, size_t count);
void eef_audit_segments_release(struct eef_audit_segments *segments);

/* The head file beside a segment. 1: there it is; 0: there is none; -1: it cannot be read or is none, see errno. */
int eef_audit_segment_head(const char *path, struct eef_audit_head *ret_head);

/* Of segment_open's detail. */
bool eef_audit_segment_chain(struct eef_audit_text detail, uint8_t ret_id[EEF_AUDIT_CHAIN_ID_SIZE]);

/* Could the end of a file be what a crash leaves: the beginning of a record, perhaps with zeros behind it? */
bool eef_audit_is_torn(struct eef_audit_text tail);

#endif
