/* Asking git about a work tree, without letting the work tree's own configuration run anything. */
#ifndef ANALYZERS_GIT_H
#define ANALYZERS_GIT_H

#include "base/arena.h"

/*
 * A repository may be hostile: its configuration names programs (fsmonitor,
 * hooks, filters, pagers, transports). Every question switches them off, takes
 * no lock, writes nothing, and is put to git without a shell. The questions
 * run beside each other and beside the caller: git_open() starts all that can
 * be started, the functions below it wait for the one answer they need.
 */
struct git;

/* root must lie in a work tree (walk_run() looks for `.git` first). Never NULL; git_close() ends what still runs. */
struct git *git_open(const char *root, bool want_files, bool want_dirty);
void git_close(struct git *g);

/* NULL when git answers; otherwise static text that says why it does not. */
const char *git_refusal(struct git *g);

/* $GIT_DIR/info/exclude and core.excludesFile, absolute or relative to root; "" when there is none. */
struct str git_info_exclude(struct git *g);
struct str git_global_exclude(struct git *g);

/* The full hash of HEAD, or empty before the first commit. */
struct str git_commit(struct git *g);

/*
 * Tracked paths below root, relative to it, NUL-terminated one after another,
 * in byte order, conflicts more than once. False when git failed.
 */
bool git_files(struct git *g, struct str *ret_paths);

/* Do tracked files differ from HEAD? Also true when git cannot be asked safely. */
bool git_is_dirty(struct git *g);

/*
 * What every git is started with, NULL-terminated, in the arena: the user's
 * environment without what names another repository or another place for its
 * parts, with no protocol, no editor, no question, and messages in English.
 */
const char **git_environment(struct arena *a);

#endif
