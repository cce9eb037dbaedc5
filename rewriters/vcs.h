/* What git knows of the files that a migration touches, and how its steps become commits. */
#ifndef REWRITERS_VCS_H
#define REWRITERS_VCS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

/*
 * git is a program here, put to work as analyzers/git.h does it: without a
 * shell, and with everything switched off by which a repository's own
 * configuration would run programs: hooks, file system monitors, content
 * filters, signing, pagers, editors, maintenance. Author and committer are
 * the user's own, from the environment or git's configuration.
 *
 * Of the index only the entries of committed paths are written; what else is
 * staged stays staged. Nothing is pushed, fetched, merged or checked out.
 */
struct vcs {
	struct str root;   /* absolute, real */
	struct str prefix; /* of root below the top of the work tree: "src/", or empty */
	const char **environment; /* of every git: see git_environment() */
	VEC(const char *) overrides; /* that switch off the content filters */
	struct arena arena;
};

enum vcs_state {
	VCS_CLEAN,
	VCS_MODIFIED,  /* differs from HEAD, staged or not */
	VCS_CONFLICT,  /* of an unfinished merge */
	VCS_UNTRACKED, /* git does not know it */
	VCS_IGNORED,
	VCS_SUBMODULE, /* belongs to another repository inside of this one */
	VCS_FILTERED,  /* git keeps other bytes than the file's, made by a program that the repository names */
	VCS_STATE_COUNT
};
extern const char *const vcs_state_texts[VCS_STATE_COUNT]; /* "has uncommitted changes", ...; "" for VCS_CLEAN */

/* True with *ret_inside = false where root lies in no work tree; false when git cannot be asked. vcs_release() in any case. */
bool vcs_open(struct vcs *v, struct str root, bool *ret_inside, struct err *err);
void vcs_release(struct vcs *v);

/* Does git track anything below root? Where it does not, it has nothing to say about the files. */
bool vcs_has_files(struct vcs *v);

/* The state of each path (relative to root), also of those that are not there any more. `ret` has room for count. */
bool vcs_states(struct vcs *v, const struct str *paths, size_t count, enum vcs_state *ret, struct err *err);

/* The full hash of HEAD; empty before the first commit. In v's arena. */
struct str vcs_head(struct vcs *v);

/* The branch that HEAD is on; empty when it is detached. In v's arena. */
struct str vcs_branch(struct vcs *v);

/* NULL, or why no commit can be made now: no commit yet, a merge or rebase in progress, no identity. In v's arena. */
const char *vcs_commit_refusal(struct vcs *v);

/* NULL, or why there can be no new branch of this name. In v's arena. */
const char *vcs_branch_refusal(struct vcs *v, struct str name);

/* A new branch at HEAD, which then is on it. No file changes. */
bool vcs_create_branch(struct vcs *v, struct str name, struct err *err);

/* Back to `branch` (or, when empty, to the detached `commit`), whose commit is the same as that of `name`, which goes. */
bool vcs_drop_branch(struct vcs *v, struct str name, struct str branch, struct str commit, struct err *err);

/* Commit these paths as they are in the work tree (a path that is gone is a removal), and nothing else. */
bool vcs_commit(struct vcs *v, const struct str *paths, size_t count, struct str message, struct str *ret_commit, struct err *err);

/* Make these paths what they are in HEAD, in the index and in the work tree. */
bool vcs_restore(struct vcs *v, const struct str *paths, size_t count, struct err *err);

/* --- For further questions --- */

struct process;

/* Run git with these arguments (NULL-terminated), as above, to its end. True when it exits with 0; process_release() in any case. */
bool vcs_git(struct vcs *v, struct process *p, const char *const *arguments);

/* What git prints, without its last newline, in the arena; empty when it fails. */
struct str vcs_answer(struct vcs *v, const char *const *arguments);

/* Always false: "git cannot read the commit: ", and the first line of what it said. */
bool vcs_complain(const struct process *p, const char *what, struct err *err);

#endif
