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
	bool is_elsewhere;    /* below another import root: of another distribution, which need not be installed */
};

/* How the project writes its own tests. */
struct guard_style {
	enum test_framework framework;
	bool has_single_quotes;
};

/* A definition that bears a name of the family and is not the canonical. */
struct guard_other {
	struct str path;
	struct str why; /* "duplicate", "variant", ... */
	bool is_member; /* of the family: not merely of that name */
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
	struct str root;       /* the import root that it is below, from the root; empty: the root itself */
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

/* Does a member of the family bear one of its names beside the canonical? */
bool guard_has_members_beside(const struct guard *g);

/*
 * Paths that the tree as a migration leaves it does not show to be old ones:
 * where a rival stood that is an import or an alias now, whoever imported the
 * rival still finds what it stands for. They are asked of the tree as it is,
 * and of the guard that an earlier run has written; guard_add_former() takes
 * in those that lead elsewhere still. All strings are the struct's own.
 */
struct guard_former_path {
	struct str path;      /* "app.legacy:EngineFactory" */
	struct str canonical; /* of the family that it was of */
};

struct guard_former {
	VEC(struct guard_former_path) paths;
	struct arena arena;
};
void guard_former_find(const struct rule_input *in, struct guard_former *ret);
void guard_former_read(struct str text, struct guard_former *ret); /* adds to it */
void guard_former_release(struct guard_former *f);
void guard_add_former(const struct rule_input *in, struct guard *g, const struct guard_former *former);

/* The CANONICAL that a guard file names; empty when it names none. Borrowed. */
struct str guard_canonical_in(struct str text);

/* guard_making.c: fill guard.making. */
void guard_find_making(const struct rule_input *in, const struct member *canonical, struct guard *g);

/*
 * The text of the file that will be in `folder` (from the root). It is made
 * of blocks, each between two comments:
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
void guard_write(const struct guard *g, const struct guard_style *style, struct str folder, struct strbuf *out);

/* Of a block's text; empty lines and what ends a line make no difference, since formatters take care of them. */
uint64_t guard_digest(struct str body);

/* The two comments around a block and the digest between them; those of C are in its comments. */
void guard_add_block(struct strbuf *out, bool is_c, const char *name, struct str body);

/* What becomes of an old text when it is written anew. ret_kept: blocks that are left as people edited them. */
void guard_merge(struct str old, struct str fresh, struct strbuf *ret, uint32_t *ret_kept);

/* Was the text written by guard_write()? */
bool guard_is_ours(struct str text);

/* "kettle_factory" of "KettleFactory". */
struct str guard_stem(struct str symbol, struct arena *a);

/* "tests/test_guard_engine.py", or another name when pytest is told to collect others; number > 1: "..._engine_2.py". */
struct str guard_path(const struct rule_input *in, struct str folder, struct str stem, unsigned number, struct arena *a);

/* The guard file of this canonical, wherever somebody has put it; empty: there is none. */
struct str guard_find_file(const struct rule_input *in, struct str canonical, struct arena *a);

/*
 * Of the folders with tests the one nearest to the canonical, and of these the
 * one highest up; "tests" where there are none. Those that pytest is told to
 * look into come first.
 */
struct str guard_folder(const struct rule_input *in, const struct guard *g, struct arena *a);

/* Is a folder nearer to the canonical's file than the best so far, or as near and higher up? */
bool guard_is_nearer(struct str dir, struct str best, struct str canonical);

/*
 * "module:Name" of every canonical, and of those that guards of the tree name:
 * a family is known still when there is nothing left of it but that.
 */
size_t guard_list_canonicals(const struct rule_input *in, struct arena *a, struct str **ret);

/* What the project's own tests are written for; and with which quotes, too. */
enum test_framework guard_framework(const struct rule_input *in);
struct guard_style guard_style(const struct rule_input *in);

#endif
