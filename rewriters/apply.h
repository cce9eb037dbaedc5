/* From a plan and a choice of its changes to the bytes that a transaction writes. */
#ifndef REWRITERS_APPLY_H
#define REWRITERS_APPLY_H

#include "base/strbuf.h"
#include "rewriters/plan.h"
#include "rewriters/transaction.h"

/*
 * A plan speaks of files as they were when it was made. apply_open() reads
 * those that the choice touches and compares them with the plan, byte for
 * byte where it matters and by hash for the rest; from then on any subset of
 * the choice can be rendered, so that a plan can be applied step by step.
 */
struct apply_file {
	const struct plan_file *file;
	struct strbuf bytes; /* as planned */
};

struct apply {
	const struct plan *plan;
	struct str root;
	VEC(struct apply_file) files;             /* touched by the choice, by path */
	VEC(struct transaction_refusal) refusals; /* files that are not as the plan expects, and why */
	struct arena arena;
};

/*
 * is_chosen NULL = every CHANGE_READY. False only when the machine fails;
 * files that have changed, are gone, or were replaced by something else stand
 * in `refusals`, and then nothing should be written. apply_release() in any
 * case.
 */
bool apply_open(const struct plan *p, struct str root, const bool *is_chosen, struct apply *ret, struct err *err);
void apply_release(struct apply *a);

/*
 * What must be written to come from the changes of `before` to those of
 * `after` (by change, never NULL; `after` holds all of `before`). Everything
 * is copied into `scratch`; vec_release() the items. False when an edit does
 * not fit, which apply_open() has made sure of for its own choice.
 */
bool apply_between(struct apply *a, const bool *before, const bool *after, struct arena *scratch, struct write_set *ret, struct err *err);

/* The unified diff (diff.h) of the same. */
bool apply_diff(struct apply *a, const bool *before, const bool *after, struct strbuf *out, struct err *err);

/* XXH3-128 as 32 hexadecimal digits, in the arena. */
struct str apply_hash(struct str bytes, struct arena *a);

/* Sets the lines of all edits, from the files as they are; where a file cannot be read they stay 0. */
void apply_add_lines(struct plan *p, struct str root);

#endif
