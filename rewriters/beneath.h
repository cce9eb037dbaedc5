/* Directories below a root, reached one component at a time and through no symbolic link. */
#ifndef REWRITERS_BENEATH_H
#define REWRITERS_BENEATH_H

#include "base/err.h"
#include "base/strbuf.h"

/*
 * A path that was good when it was looked up may lead elsewhere later: a
 * directory can be swapped for a link at any time. Here every step is an
 * openat() that refuses links, from a root that stays open, and everything is
 * then done relative to the directory that was reached.
 */
struct beneath {
	int root_fd; /* -1: not open */
	int dir_fd;  /* of `dir`, which the next file is likely to be in, too; -1: none */
	struct strbuf dir;
};

bool beneath_open(struct beneath *b, struct str root, struct err *err);
void beneath_release(struct beneath *b);

/* The directory of a file; -1 with errno. Borrowed until the next call. With `make`, what is missing is made. */
int beneath_dir(struct beneath *b, struct str path, bool make);

/* The name in that directory. */
const char *beneath_name(struct str path); /* path must be NUL-terminated */

#endif
