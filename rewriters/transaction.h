/* Many files changed as one: after a crash, a full disk or a kill at any instant there is the old tree or the new one. */
#ifndef REWRITERS_TRANSACTION_H
#define REWRITERS_TRANSACTION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

/*
 * Life of a transaction:
 *
 *	lock      what a crash left before it came to anything is thrown away
 *	prepare   every file is looked up, read, its hash compared; old and new
 *	          bytes, owner, mode, times and xattrs are saved in the state
 *	          directory, everything is synced, then the record PREPARED
 *	stage     the new bytes to temporary files in the directories of their
 *	          targets, with mode, owner and xattrs of the old; synced
 *	apply     file by file: the old content compared again, then rename;
 *	          then the directories are synced
 *	commit    the record COMMITTED
 *
 * Before PREPARED nothing of the tree has changed: recovery throws the
 * transaction away. After it recovery can go either way, since a file is
 * known by the hash of its content: the old, the new, or somebody else's.
 * Resume stages and applies what is not new, undo what is not old; both begin
 * by removing left-over temporary files, whose names carry the transaction's
 * id. Both can be interrupted and run again. Undo of a committed one is the
 * same with the roles swapped. A file that is somebody else's is never
 * touched: everything is refused instead, naming it, unless `force`.
 *
 * The state lies in `<git dir>/canonry/` inside of a git work tree, where
 * no listing of the tree meets it, and otherwise in `<root>/.canonry/`, which
 * ignores itself and goes when it is empty (state_dir.h):
 *
 *	lock            pid, start time and boot id of the holder (lock.h)
 *	current         the id of the one that is under way
 *	<id>/journal    records, each with length and checksum (journal.h)
 *	<id>/bytes      old and new content of all files, one behind the other
 *
 * One state directory may serve several roots of a work tree. An interrupted
 * transaction is in the way of every other, whatever its root; resume and
 * undo find it from any of them. Finished ones belong to their root. Of those
 * the latest 20 are kept; what has been undone is kept no more.
 *
 * Hard-linked files (nlink > 1) are written in place, since a rename would
 * part the links, and so are files whose owner a new file could not be given.
 * The journal says before that such a file is being written: until it says
 * that this is done, recovery takes any content of it for a half-written one,
 * and the saved bytes win. A symbolic link is followed and its target
 * written, as long as that is inside of the root; every later step goes
 * through real directories only, so that one swapped for a link leads nowhere
 * (beneath.h). Read-only files, directories without permission, symbolic or
 * hard links to be removed, and what is no regular file are refused before
 * anything is written.
 *
 * Times: a file whose content changes gets the time of the change, undo
 * included, because build systems and caches of compiled code would otherwise
 * take the result of the other content for up to date. A removed file comes
 * back with its old time. Untouched files are untouched.
 */

/* One file of a transaction. */
struct write_item {
	struct str path;     /* relative to root */
	struct str old_hash; /* 32 hex digits of XXH3-128 of what must be there; empty: nothing may be there yet */
	uint64_t old_size;
	bool is_removed;      /* otherwise new_bytes */
	struct str new_bytes; /* borrowed */
};

struct write_set {
	struct str root;    /* absolute, real */
	struct str title;   /* for lists: "14 changes in 9 files: imports of Engine" */
	struct str command; /* what made it: "migrate --write" */
	struct str time;    /* ISO 8601, UTC */
	VEC(struct write_item) items;
};

enum transaction_state {
	TRANSACTION_BROKEN,    /* the journal cannot be read: nothing was prepared, or somebody damaged it */
	TRANSACTION_STARTED,   /* nothing of the tree has changed */
	TRANSACTION_PREPARED,  /* interrupted in the middle: resume or undo */
	TRANSACTION_COMMITTED, /* done; can be undone */
	TRANSACTION_UNDOING,   /* an undo was interrupted: resume completes the undo, undo too */
	TRANSACTION_UNDONE,
	TRANSACTION_STATE_COUNT
};
extern const char *const transaction_state_names[TRANSACTION_STATE_COUNT];

struct transaction_info {
	struct str id; /* sorts by age: "20261120-143508-1" */
	struct str title, command, time;
	struct str root; /* absolute: where its files are now */
	enum transaction_state state;
	uint32_t files, done; /* done: hold their new content; looked at where a transaction is interrupted */
};

struct transaction_list {
	VEC(struct transaction_info) items; /* oldest first */
	struct arena arena;
};

/* A file that stands in the way, and why. */
struct transaction_refusal {
	struct str path, reason;
};

/* How it ended. With err set all but DONE. */
enum transaction_end {
	TRANSACTION_DONE,
	TRANSACTION_NOTHING,    /* there is nothing to undo or resume */
	TRANSACTION_UNKNOWN,    /* no transaction has this id, or it is not in a state for that */
	TRANSACTION_REFUSED,    /* nothing was written; `refusals` say why */
	TRANSACTION_TAKEN_BACK, /* it failed or was cancelled; the tree is as it was before */
	TRANSACTION_UNFINISHED  /* it failed, and so did taking it back: resume or undo will */
};

struct transaction_result {
	enum transaction_end end;
	VEC(struct transaction_refusal) refusals; /* when there are any, nothing was written */
	struct str id, title;
	bool is_taken_back; /* resume found an interrupted undo, and completed that */
	uint32_t files;     /* that were changed, removed or made now */
	struct arena arena;
};
void transaction_result_release(struct transaction_result *r);

struct transaction_lock;

/* Only one at a time. A lock whose holder is dead is taken over. False with the holder's pid in the message otherwise. */
bool transaction_lock(struct str root, struct transaction_lock **ret, struct err *err);
void transaction_unlock(struct transaction_lock *l); /* accepts NULL */

/*
 * The whole of prepare to commit. False with *err and ret->end; refusals set
 * err too. *ret is to be released in any case. A path may be named twice when
 * both say the same; of two names of one file (by links) too.
 */
bool transaction_write(struct transaction_lock *l, const struct write_set *set, const volatile bool *cancel,
	struct transaction_result *ret, struct err *err);

/* Take a committed or interrupted one back, byte for byte. id empty: an interrupted one, or the latest of this root. `force` ignores later edits. */
bool transaction_undo(
	struct transaction_lock *l, struct str id, bool force, struct transaction_result *ret, struct err *err);

/* Complete an interrupted one (or an interrupted undo). */
bool transaction_resume(struct transaction_lock *l, struct str id, struct transaction_result *ret, struct err *err);

/* All that the state directory of this root knows, of whatever root. Takes no lock and writes nothing. */
bool transaction_list(struct str root, struct transaction_list *ret, struct err *err);
void transaction_list_release(struct transaction_list *l);

/*
 * The cheap question that every command asks first: is one interrupted?
 * *ret_id in the arena, empty when none is, also while it is under way in a
 * living process. A handful of system calls where none is. Never fails.
 */
void transaction_interrupted(struct str root, struct arena *a, struct str *ret_id, struct str *ret_title);

#endif
