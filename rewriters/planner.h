/* Findings -> plan: runs the rewriters, reduces their edits to one consistent set. */
#ifndef REWRITERS_PLANNER_H
#define REWRITERS_PLANNER_H

#include "base/map.h"
#include "rewriters/plan.h"

struct units;

/*
 * Which files hold a text: every file is read for the answer, so it is kept
 * from round to round. A file that a round has changed may be named though it
 * holds the text no more. And what compilers said of C and C++ (units.h).
 * Zeroed is empty.
 */
struct planner_memo {
	struct map asked; /* hash of a text -> answers */
	VEC(struct memo_answer *) answers;
	struct units *units; /* NULL until asked for */
	struct arena arena;
};
void planner_memo_release(struct planner_memo *m);

struct plan_options {
	const struct rule_input *input;
	const struct findings *findings;
	struct planner_memo *memo; /* of everybody who plans on this code base; may be NULL */
	const struct str *codes; /* --only: codes; none = all */
	size_t code_count;
	bool unsafe;             /* MEND_ASK is ready too */
	bool is_later;           /* a later round: what is planned follows from changes that are not made yet */
	bool is_draft;           /* only how sure each change would be: rewriters whose proof reads every text leave their findings alone */
};

/* Make the plan. Files are read; nothing is written. Overlapping edits of different changes refuse the later change. */
bool plan_make(const struct plan_options *o, struct plan *ret, struct err *err);

#endif
