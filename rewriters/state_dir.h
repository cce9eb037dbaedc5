/* Where transactions keep their state: in the git directory, or beside the code in `.canonry`. */
#ifndef REWRITERS_STATE_DIR_H
#define REWRITERS_STATE_DIR_H

#include "base/arena.h"
#include "base/err.h"
#include "base/strbuf.h"

/*
 * `<git dir>/canonry/` where the root lies in a git work tree, otherwise, or
 * where that cannot be written, `<root>/.canonry/`. A directory that is there
 * already wins over one that would have to be made.
 *
 * A git directory is believed only when it holds HEAD and is ours. A `.git`
 * that is a file (`gitdir: ...`) may name any directory: it must also point
 * back (the file `gitdir` of a linked work tree), or lie in the `.git` of a
 * work tree around the root (a submodule). A `.canonry` that others may read
 * or that is not ours came with the code and is not believed either.
 *
 * Roots are kept relative to `anchor`, the directory that holds the state (so
 * that both move together), or absolute where the state lies elsewhere.
 */
struct state_dir {
	int fd;                  /* -1: there is none */
	struct str path, anchor; /* absolute; anchor is empty where roots are absolute */
	struct str root;         /* absolute, real */
	struct str root_name;    /* as journals name it */
	bool is_beside;          /* <root>/.canonry */
	struct arena arena;
};

/* root must be absolute and real. Without `make`, nothing being there is no failure. */
bool state_dir_open(struct state_dir *s, struct str root, bool make, struct err *err);
void state_dir_release(struct state_dir *s);

/* Make a `.canonry` ignore itself. */
bool state_dir_settle(const struct state_dir *s, struct err *err);

/* Remove it when nothing is left in it. */
void state_dir_remove_empty(const struct state_dir *s);

/* Where a journal's root is now, in the arena. */
struct str state_dir_root(const struct state_dir *s, struct str name, struct arena *a);

/* A small file of it, whole: false when it is not there, is no regular file or is longer than `limit`. */
bool state_dir_read(int dir_fd, const char *name, size_t limit, struct strbuf *ret);

#endif
