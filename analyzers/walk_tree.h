/* Reading directories: all below some start, in parallel, with ignore rules applied on the way down. */
#ifndef ANALYZERS_WALK_TREE_H
#define ANALYZERS_WALK_TREE_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/vec.h"

struct ignore;
struct walk_options;

extern const char skip_ignored[];  /* the reason of what a .gitignore excludes */
extern const char skip_excluded[]; /* the reason of what the configuration excludes */

enum entry_kind { ENTRY_FILE, ENTRY_DIR, ENTRY_LINK, ENTRY_OTHER };

/* What a directory holds and somebody may want. */
struct entry {
	enum entry_kind kind;
	struct str name;
	const char *
		skip; /* why it is not listed: skip_ignored or skip_excluded; NULL for folders, which know it themselves */
	struct folder *folder; /* ENTRY_DIR */
};

struct folder {
	const struct folder *parent; /* NULL for a start */
	struct str path;             /* relative to root; "" is root itself */
	const struct ignore *ignore; /* the rules that hold for its entries */
	dev_t device;
	ino_t inode;
	struct entry *entries; /* in path order: a folder sorts as if its name ended in '/' */
	size_t count;
	const char *skip;       /* why it was not entered, or NULL; static text */
	const char *rules_skip; /* why its .gitignore was not read, or NULL; static text */
};

/* A walk in progress. Everything lives in its workers' arenas until walk_tree_release(). */
struct walk_tree {
	const struct walk_options *options;
	int root_fd;
	struct str prefix;             /* root relative to the top of the work tree, with a '/' at the end; or "" */
	const struct ignore *excludes; /* of the configuration */
	bool in_git;                   /* git rules: other repositories are not entered, build and dist are */
	VEC(struct folder *) folders;  /* still to be read */
	struct walk_worker *workers;
	unsigned jobs;
};

void walk_tree_init(struct walk_tree *t);
void walk_tree_release(struct walk_tree *t);

/* A directory to begin at, whatever rules say of it; `ignore` holds for it and below. */
struct folder *walk_tree_add(struct walk_tree *t, struct str path, const struct ignore *ignore);

/* Read all folders that were added, and what they hold. */
void walk_tree_read(struct walk_tree *t);

/*
 * The .gitignore of a directory in front of `outer`, or `outer` itself when
 * there is none. `base` as in struct ignore. Never through a symbolic link.
 */
const struct ignore *walk_tree_rules(
	struct arena *a, int dir_fd, size_t base, const struct ignore *outer, const char **ret_skip);

/* Byte order of paths where a directory's name ends in '/'. */
int walk_tree_order(struct str left, bool left_is_dir, struct str right, bool right_is_dir);

#endif
