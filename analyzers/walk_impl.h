/* What the parts of the walk share: the state of one run. Included by walk_*.c only. */
#ifndef ANALYZERS_WALK_IMPL_H
#define ANALYZERS_WALK_IMPL_H

#include "analyzers/walk.h"
#include "analyzers/walk_starts.h"
#include "analyzers/walk_tree.h"

struct git;
struct ignore;

/* A place on the disk that may become a file of the result. */
struct place {
	struct str path;
	enum entry_kind kind;
	const char *skip; /* as in struct entry */
};

struct walk {
	const struct walk_options *options;
	struct arena *arena;
	int root_fd;
	struct str top;  /* of the work tree that root lies in, or empty */
	struct git *git; /* NULL: not asked, or it refused */
	struct walk_starts starts;
	const struct ignore *excludes; /* of the configuration */
	VEC(struct place) places;      /* what the tree holds, in path order */
	VEC(struct walk_file) files;
	VEC(struct walk_skip) skips;
};

/* --- walk.c --- */

void walk_add_skip(struct walk *w, struct str path, const char *reason);
void walk_add_file(struct walk *w, struct str path);
bool walk_is_wanted(const struct walk *w, struct str path);

/* As path_join() for relative paths, which is too slow for ten thousands. */
struct str walk_join(struct arena *a, struct str dir, struct str name);

/* --- walk_rules.c: rules from outside of the tree that is walked --- */

/* root relative to the top of the work tree, with a '/' at the end; or "". */
struct str walk_prefix(const struct walk *w);

/* The patterns of the configuration, or NULL. */
const struct ignore *walk_read_excludes(struct walk *w);

/* Is the path, or what it lies in, excluded by the configuration? */
bool walk_is_excluded(const struct walk *w, struct str path);

/* What holds below the whole work tree: .git/info/exclude in front of the user's own list; or NULL. */
const struct ignore *walk_read_outer_rules(struct walk *w);

/* The .gitignore files of the directories that a start lies in, from the top of the work tree (or from root) down. */
const struct ignore *walk_read_rules_above(struct walk *w, struct str start, const struct ignore *rules);

/* --- walk_place.c: from places to files and skips --- */

void walk_add_place(struct walk *w, const struct place *place);

/* All places together with what git tracks (NUL-terminated paths in byte order). */
void walk_merge_tracked(struct walk *w, struct str tracked);

#endif
