/* The code base as it was at another commit: its tree beside the user's, and which files have been renamed since. */
#ifndef CLI_REVISION_H
#define CLI_REVISION_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

struct revision_rename {
	struct str old_path, new_path; /* relative to root */
};

/*
 * The tree is laid out in a temporary directory of its own, from the objects
 * of the user's repository: nothing of the user's work tree, index, branches
 * and configuration is read for it or changed, no hook or filter runs, nothing
 * is fetched. It is a git work tree, so that an audit lists there what it
 * lists here.
 */
struct revision {
	struct str commit; /* full hash */
	struct str root;   /* absolute: the audited directory as it was; it may be empty */
	VEC(struct revision_rename) renames; /* by new_path: committed or staged since, by git's own judgement */
	struct str dir;    /* the temporary directory */
	struct str top;    /* of the work tree in it; root is this or below */
	struct arena arena;
};

/*
 * `ref` names a commit; with from_fork it is the one at which HEAD has left
 * it: what a branch began with. A name that could be taken for an option, and
 * what is no commit, is refused; a shallow clone that lacks it is told how to
 * get it. revision_release() in any case: it removes the directory.
 */
bool revision_open(struct revision *r, struct str root, const char *ref, bool from_fork, struct err *err);
void revision_release(struct revision *r);

/* What a path was called; empty when it was called the same. */
struct str revision_old_path(const struct revision *r, struct str path);

#endif
