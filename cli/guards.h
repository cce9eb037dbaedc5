/* canonry tests --generate: guard tests for families, shown as a diff or written through the journal. */
#ifndef CLI_GUARDS_H
#define CLI_GUARDS_H

#include "cli/run.h"

struct guard_former;
struct guard_claims;

struct guards_wish {
	const struct opt_list *families; /* names of products or members; empty: every family with more than its canonical */
	const char *output;              /* folder below the root, or NULL: where the tests are */
	const struct guard_claims *claims; /* of C and C++, from before the tree was planned */
	bool is_strict;                  /* definitions that a migration leaves to people have to go, too */
	bool write;
	struct guard_former *former;     /* what rivals were imported by before the audit was amended */
};

/* `a` is planned and amended: it stands for the tree that a migration leaves. Returns how to end. */
int guards_generate(const struct session *s, struct audit *a, const struct guards_wish *wish);

#endif
