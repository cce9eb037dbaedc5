/* A migration changes what findings there are: the baseline that the configuration names changes with it. */
#ifndef CLI_REKEY_H
#define CLI_REKEY_H

#include "base/strbuf.h"
#include "cli/baseline.h"
#include "rewriters/plan.h"
#include "rewriters/transaction.h"

/* A finding that is there only once the plan has been carried out. */
struct rekey_arrival {
	struct str identity, path, product, text;
};

/*
 * A finding goes from the baseline when all chosen changes that mend it are
 * made. What such a change leaves behind in its file under another identity
 * (a duplicate that became a redirect without a notice) or elsewhere in the
 * family (a redirect that nobody imports any more) comes in its place; nothing
 * else comes. The file is written in the transactions of the code, so
 * that undo gives it back too. Zeroed is valid: there is no baseline.
 */
struct rekey {
	struct str path; /* from the root; empty: there is no baseline, and nothing below does anything */
	struct strbuf bytes; /* of the file as it is */
	struct baseline baseline;
	struct map by_fingerprint; /* hash of a finding's fingerprint -> lines of the baseline */
	struct baseline before;
	VEC(struct rekey_arrival) arrivals;
	struct arena arena;
};

/* What was found before the plan, and is found on the tree as the plan leaves it. For a loaded plan nobody knows. */
void rekey_note_before(struct rekey *r, const struct audit *a);
void rekey_note_after(struct rekey *r, const struct audit *a);

/* Read the file, if the configuration names one and it is there. False when it is no baseline. */
bool rekey_open(struct rekey *r, const struct config *c, struct str root, struct err *err);
void rekey_release(struct rekey *r);

/* The file when the changes of `applied` are made; by change, as is `chosen`. */
void rekey_render(const struct rekey *r, const struct plan *p, const bool *chosen, const bool *applied, struct strbuf *out);

/* Add the file to the set where the two states differ in it. The bytes live in `scratch`. */
void rekey_add(const struct rekey *r, const struct plan *p, const bool *chosen, const bool *before, const bool *after,
	struct arena *scratch, struct write_set *set);

#endif
