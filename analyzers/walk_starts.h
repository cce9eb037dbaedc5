/* Where a walk begins: what the caller named, as real places inside of root. */
#ifndef ANALYZERS_WALK_STARTS_H
#define ANALYZERS_WALK_STARTS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

struct walk_options;

struct walk_starts {
	VEC(struct str) dirs;   /* sorted as walk_tree_order() says, none inside another; "" is root */
	VEC(struct str) files;  /* regular files */
	VEC(struct str) others; /* FIFOs, devices, sockets */
};

/* False when a start does not exist or lies outside of root. Paths live in the arena. */
bool walk_starts_read(struct walk_starts *s, const struct walk_options *options, struct arena *a, struct err *err);
void walk_starts_release(struct walk_starts *s);

/* Does a start directory hold the path? */
bool walk_starts_hold(const struct walk_starts *s, struct str path);

#endif
