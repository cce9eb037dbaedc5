/* Guard tests: what has to hold of a family from now on, as tests in the project's own framework that need nothing else. */
#ifndef REWRITERS_GUARD_H
#define REWRITERS_GUARD_H

#include "base/strbuf.h"
#include "base/vec.h"
#include "rules/finding.h"
#include "rules/tests.h"

/*
 * Guards are made of a code base as it should be: after plan_check() has
 * shown the tree as a migration would leave it, every path that then ends at
 * the canonical is one that a test holds to it. On the tree as it is such a
 * test fails for as long as the fragmentation is there. Definitions that a
 * migration leaves to people stay out, by name and in a list of the test's
 * own, unless `is_strict`: then the tests fail until they are merged, too.
 */

/* No part of the program: nothing is sought there. */
#define GUARD_NOT_SOUGHT (ROLE_TEST | ROLE_BACKUP | ROLE_VENDORED | ROLE_EXAMPLE)

/* An import path and what it has to give. */
struct guard_path {
	struct str path, end; /* "app.compat:EngineFactory" */
	bool warns;           /* says that it is deprecated, and names where to go */
};

/* A definition that bears a name of the family and is not the canonical. */
struct guard_other {
	struct str path;
	struct str why; /* "duplicate", "variant", ... */
};

/* How one product is made for one user; `call` empty: it cannot be told from the signature, see why_not. */
struct guard_making {
	struct str call;    /* a Python expression with {user}: "load(CANONICAL)().create(user_id=f'{user}-user_id')" */
	bool is_awaited;
	struct str cleanup; /* a method of the factory that takes nothing, or empty */
	bool is_cleanup_awaited;
	struct str why_not;
};

struct guard {
	uint32_t family;       /* of the code base as it should be */
	struct str product, canonical, module, symbol;
	struct str file;       /* of the canonical, from the root */
	unsigned depth;        /* folders from the canonical's file up to the import root */
	VEC(struct guard_path) paths;
	VEC(struct guard_other) others;
	VEC(struct str) names;    /* that nobody else may define */
	VEC(struct str) packages; /* folders and files below the import root where they are sought */
	VEC(struct str) methods;  /* public ones of the canonical; "" for a function itself */
	struct guard_making making;
	struct arena arena;
};

/* False when there is nothing that a test in Python could hold: no canonical, or one without a module. guard_release() in any case. */
bool guard_make(const struct rule_input *in, uint32_t family, bool is_strict, struct guard *ret);
void guard_release(struct guard *g);

/* guard_making.c: fill guard.making. */
void guard_find_making(const struct rule_input *in, const struct member *canonical, struct guard *g);

/*
 * The file's text. It is made of blocks, each between two comments:
 *
 *	# guard: begin NAME DIGEST
 *	...
 *	# guard: end NAME
 *
 * (in C in the comments of that language).
 * The digest is that of the block as it was written. Where it still is, a
 * later run renews the block; a block that somebody has edited, or emptied,
 * stays as it is, and so does all that stands outside of blocks.
 */
void guard_write(const struct guard *g, enum test_framework framework, struct strbuf *out);

/* The two comments around a block and the digest between them; those of C are in its comments. */
void guard_add_block(struct strbuf *out, bool is_c, const char *name, struct str body);

/* What becomes of an old text when it is written anew. ret_kept: blocks that are left as people edited them. */
void guard_merge(struct str old, struct str fresh, struct strbuf *ret, uint32_t *ret_kept);

/* Was the text written by guard_write()? */
bool guard_is_ours(struct str text);

/* "execution_engine" of "ExecutionEngine". */
struct str guard_stem(struct str symbol, struct arena *a);

/* "test_guard_engine.py" */
struct str guard_file_name(const struct guard *g, struct arena *a);

/* Of the folders with tests the one nearest to the canonical, and of these the one highest up; "tests" where there are none. */
struct str guard_folder(const struct rule_input *in, const struct guard *g, struct arena *a);

/* Is a folder nearer to the canonical's file than the best so far, or as near and higher up? */
bool guard_is_nearer(struct str dir, struct str best, struct str canonical);

/* What the project's own tests are written for. */
enum test_framework guard_framework(const struct rule_input *in);

#endif
