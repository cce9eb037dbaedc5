/* Making changes step by step: write, verify, take back what fails, commit. */
#ifndef CLI_MIGRATE_STEPS_H
#define CLI_MIGRATE_STEPS_H

#include "cli/migrate.h"
#include "rewriters/vcs.h"

/* A change that was written and taken back again, and what the verification said. */
struct taken_back {
	uint32_t change;
	struct str output; /* its last lines */
};

struct made_step {
	uint32_t step, changes, files;
	struct str commit; /* empty without a branch */
};

/*
 * Each step is one transaction and, with `vcs`, one commit. With a command to
 * verify, a step that fails it is undone and tried again by halves, until the
 * changes that fail it are found one by one; they stay undone, the others
 * stay, and the next step goes on from there.
 */
struct stepping {
	const struct session *session;
	struct migration *migration;
	const struct write_wish *wish;
	struct transaction_lock *lock;
	struct vcs *vcs; /* NULL without a branch */
	bool *applied;   /* by change */
	VEC(struct str) ids; /* of the transactions that stand */
	VEC(struct taken_back) taken_back;
	VEC(struct made_step) made;
	VEC(struct transaction_refusal) refusals; /* of the transaction that could not be written */
	struct arena arena;
};

/* `lock` is held by the caller. False when it could not go on: *err says why, and what was made before stands. */
bool stepping_run(struct stepping *t, struct err *err);
/* The message of the commit that holds what was applied since `before`. */
void stepping_message(const struct stepping *t, uint32_t step, const bool *before, struct strbuf *out);

void stepping_release(struct stepping *t);

#endif
