/* The rules of .gitignore files: which path they exclude, and which they bring back. */
#ifndef ANALYZERS_IGNORE_H
#define ANALYZERS_IGNORE_H

#include "base/arena.h"

enum ignore_verdict { IGNORE_UNDECIDED, IGNORE_NO, IGNORE_YES };

/*
 * The rules of one file. Lists form a chain from the deepest directory
 * outwards; the last matching rule of the first list that has one decides,
 * as gitignore(5) says. A path is matched by itself alone: whoever walks does
 * not enter an excluded directory, and so nothing below it comes back. All
 * lives in the arena that the list was made in; a finished list is read only.
 *
 * A zeroed list is empty. Each rule is filed under the last byte of what it
 * matches, so that a path meets few of hundreds of rules.
 */
struct ignore {
	const struct ignore *outer;          /* asked when no rule here matches; may be NULL */
	size_t base;                         /* bytes to cut off a path to make it relative to the file's directory */
	const struct ignore_rule *last[257]; /* newest first; [256]: rules that end in no certain byte */
	uint32_t count;
};

/* Rules of a whole .gitignore file: comments, blank lines, trailing spaces, CRLF and a BOM as git takes them. */
void ignore_read(struct ignore *list, struct arena *a, struct str text);

/* One pattern by itself; a '#' in front is an ordinary character. */
void ignore_add(struct ignore *list, struct arena *a, struct str pattern);

/* What the chain says of one path; the path has at least list->base bytes for every list of the chain. */
enum ignore_verdict ignore_find(const struct ignore *list, struct str path, bool is_dir);

/* Is the path, or a directory that it lies in, excluded? For paths that no walk has come to. */
bool ignore_has(const struct ignore *list, struct str path);

/* The same for one pattern that is in no list; one with a '!' in front has nothing. */
bool ignore_pattern_has(struct str pattern, struct str path);

#endif
