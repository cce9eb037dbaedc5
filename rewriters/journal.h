/* The journal of one transaction: what every file was and shall be, and how far it has come. */
#ifndef REWRITERS_JOURNAL_H
#define REWRITERS_JOURNAL_H

#include "base/strbuf.h"
#include "rewriters/transaction.h"

/*
 * A file of records, each `length u32, type u32, check u64, payload`, little
 * endian. The check is the XXH3 of type and payload, seeded with the offset:
 * a record is good in its own place only. In their order:
 *
 *	BEGIN      root, title, command, time, number of files
 *	FILE       one for each file
 *	PREPARED   all bytes are saved; from here on the tree may differ
 *	WRITING i  file i is going to be written in place: until DONE i, COMMITTED or UNDONE it may hold anything
 *	DONE i
 *	COMMITTED  all files are new
 *	UNDOING    they are on the way back; COMMITTED again when that failed and was turned round
 *	UNDONE     all files are old
 *
 * Reading ends at the first record that is not good. That is no damage: a
 * crash leaves a torn tail, and what it was to say has not begun. But where a
 * good record of the later kinds follows what is not good, somebody has
 * changed the file, and nothing in it is believed.
 */

/* XXH3-128 of the content. */
struct content_hash {
	uint64_t high, low;
};
struct content_hash content_hash(struct str bytes);
bool content_hash_eq(struct content_hash a, struct content_hash b);
struct str content_hash_text(struct content_hash hash, struct arena *a); /* 32 hex digits */
bool content_hash_parse(struct str hex, struct content_hash *ret); /* 32 hex digits */

/* What a file is beside its bytes. */
struct attributes {
	uint32_t
		mode; /* permission bits, set-user-ID and the like included; MODE_USUAL: what the umask leaves of 0666 */
	uint32_t uid, gid;
	int64_t mtime;
	uint32_t mtime_ns;
	struct str xattrs; /* each: length of the name u32, of the value u32, name, value */
};
#define MODE_USUAL UINT32_MAX

enum side { SIDE_OLD, SIDE_NEW, SIDE_COUNT };

/* What a file holds on one side. */
struct version {
	bool exists;
	struct content_hash hash;
	uint64_t size, offset; /* in the file of saved bytes */
};

struct journal_file {
	struct str path;              /* relative to the root, through no symbolic link */
	bool in_place;                /* written, not replaced */
	bool is_half;                 /* WRITING without DONE */
	struct attributes attributes; /* of the old file */
	struct version side[SIDE_COUNT];
};

struct journal {
	struct str root; /* relative to where the state lies, or absolute: see state_dir.h */
	struct str title, command, time;
	enum transaction_state state;
	VEC(struct journal_file) files; /* paths and xattrs borrow from the bytes that were read */
	size_t valid;                   /* bytes of good records: the next one goes here */
};

#define JOURNAL_LIMIT ((size_t)1 << 30)

/* Any bytes at all: what cannot be read is TRANSACTION_BROKEN, or TRANSACTION_STARTED when it is only not complete. */
void journal_parse(struct str bytes, struct journal *ret);
void journal_release(struct journal *j);

/* BEGIN and the FILEs, to the end of *out. */
void journal_write_head(const struct journal *j, struct strbuf *out);

enum journal_mark { MARK_PREPARED = 3, MARK_WRITING, MARK_DONE, MARK_COMMITTED, MARK_UNDOING, MARK_UNDONE };

/*
 * Append a record for file `item` (0 where there is none), fsync, and follow
 * it in *j. After a failure nobody knows whether the disk has it: the next
 * mark stands in its place.
 */
bool journal_mark(struct journal *j, int fd, enum journal_mark mark, uint32_t item, struct err *err);

#endif
