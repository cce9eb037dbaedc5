/* What an audit finds at another commit, and what has changed since. */
#ifndef CLI_PAST_H
#define CLI_PAST_H

#include "cli/baseline.h"
#include "cli/revision.h"
#include "cli/run.h"

/* A family that was there. */
struct past_family {
	struct str product;
	uint32_t independent;
};

struct past {
	struct revision revision;
	struct baseline baseline; /* what was found there */
	struct baseline by_text;  /* what is found today by text alone, when is_by_text */
	bool is_by_text; /* a compiler read one side as it could not read the other: only texts are compared */
	uint32_t unsaid; /* findings of today of which, for that, nobody can say whether they are new */
	bool is_wider; /* than what was asked for today: not all of it could be found again today */
	VEC(struct past_family) families; /* by cost, as an audit has them */
	struct arena arena;
};

/*
 * Audit the code base of `run` as it was at `ref` (see revision_open()), with
 * today's configuration or, when that does not hold there, with its own of
 * that time. Its C is read with today's compile database, so that both sides
 * rest on the same evidence. Where a compiler could not read what it reads
 * today, and has said something else than the text, both sides are audited
 * once more by text alone. past_release() in any case.
 */
bool past_find(const struct run *run, const char *ref, bool from_fork, struct past *ret, struct err *err);
void past_release(struct past *p);

/*
 * Mark what was there: by identity, or by the one under the file's old name.
 * When texts are compared, what the text alone does not show today is marked,
 * too, unless its file is new: nobody can say that it is new. Returns how many
 * are gone; 0 then.
 */
uint32_t past_mark(struct past *p, struct audit *a);

/* Drop the findings that were there and whose lines have not changed; of what stays none is known. */
void past_keep_changes(struct past *p, struct audit *a);

#endif
