/* What the files of transaction.h share: one transaction opened, its state directory, moving the tree to a side. */
#ifndef REWRITERS_TRANSACTION_IMPL_H
#define REWRITERS_TRANSACTION_IMPL_H

#include "rewriters/beneath.h"
#include "rewriters/journal.h"
#include "rewriters/lock.h"
#include "rewriters/replace.h"
#include "rewriters/state_dir.h"

/* --- One transaction (transaction_store.c) --- */

struct transaction {
	const struct state_dir *state;
	struct str id;   /* NUL-terminated */
	struct str root; /* absolute */
	int dir_fd, journal_fd, bytes_fd;
	struct strbuf text; /* of the journal, which borrows from it */
	struct journal journal;
	struct beneath tree;
	struct arena arena;
};

struct id_list {
	VEC(struct str) items; /* oldest first */
	struct arena arena;
};

bool id_is_good(struct str id);
int id_compare(struct str a, struct str b);
void id_list_read(const struct state_dir *s, struct id_list *ret);
void id_list_release(struct id_list *l);

/* `time` as far as it has digits, otherwise now; newer than all that are there. */
struct str id_next(const struct id_list *known, struct str time, struct arena *a);

/* An empty one, its directory made. */
bool transaction_make(struct transaction *t, const struct state_dir *s, struct str id, struct err *err);

/* One that is there; whatever its journal says is in t->journal. False when it has none that can be opened. */
bool transaction_open(struct transaction *t, const struct state_dir *s, struct str id, struct err *err);

/* Needed before its files are looked at. */
bool transaction_open_tree(struct transaction *t, struct err *err);
void transaction_close(struct transaction *t);

bool transaction_is_interrupted(const struct transaction *t);

/* Remove its directory, the journal first: there is none without its bytes. */
bool transaction_discard(const struct state_dir *s, struct str id);

/* The id in the file `current`; empty when there is none. set: made durable. */
struct str current_get(const struct state_dir *s, struct arena *a);
bool current_set(const struct state_dir *s, struct str id, struct err *err);
void current_clear(const struct state_dir *s);

/* After a commit: of this root only the latest are kept. */
void transaction_prune(const struct state_dir *s);

/* The bytes of a version into *ret; false when they are not what was saved. */
bool transaction_bytes(const struct transaction *t, const struct version *v, struct strbuf *ret, struct err *err);

struct transaction_lock {
	struct state_dir state;
	struct lock lock;
	struct str interrupted; /* id, or empty */
};

/* --- Moving the tree to one side (transaction_put.c) --- */

struct put_file {
	struct look look;
	bool is_todo;
	bool is_applied; /* by this put */
	bool has_temp;   /* staged, not renamed yet */
};

struct put {
	struct transaction *t;
	enum side side;
	bool force;                    /* what is somebody else's is replaced too */
	bool is_fresh;                 /* nobody was at work before: no left-overs */
	const struct put *taking_back; /* this put failed: what it has not applied and is somebody else's stays */
	const volatile bool *cancel;   /* or NULL */
	struct put_file *files;
	uint32_t todo;
	struct strbuf bytes;
};

/* Look at all files. What stands in the way goes into ret->refusals; then false and err set. */
bool put_check(struct put *p, struct transaction_result *ret, struct err *err);

/* Do what put_check() found to do. After false some are done and some are not. */
bool put_move(struct put *p, struct err *err);
void put_release(struct put *p);

/* How many files hold what they hold on this side. */
uint32_t put_count(struct transaction *t, enum side side);

void result_refuse(struct transaction_result *r, struct str path, const char *format, ...) PRINTF_LIKE(3, 4);

#endif
