/* Who owns a file: CODEOWNERS, as GitHub and GitLab read it. */
#ifndef CLI_OWNERS_H
#define CLI_OWNERS_H

#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"

/*
 * One pattern a line with owners behind it; the last line that matches a path says who owns it, or that nobody does.
 * Patterns are those of .gitignore, without negation; one that ends in a slash and a star does not reach into
 * directories. "[Section] @owner" of GitLab gives the owners of lines that name none; sections do not add up here.
 */
struct owners_rule {
	struct str pattern, names;
};

struct owners {
	VEC(struct owners_rule) rules;
	struct str path; /* of the file, from the top of the work tree; empty when there is none */
	struct arena arena;
};

/* `top`: the directory that paths begin in. No file is no error; one that cannot be read is. */
bool owners_read(const char *top, struct owners *ret, struct err *err);

void owners_parse(struct owners *o, struct str text);

/* "@web @core", or empty. */
struct str owners_find(const struct owners *o, struct str path);

void owners_release(struct owners *o);

#endif
