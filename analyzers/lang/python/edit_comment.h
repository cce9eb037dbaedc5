/* What a comment says, and to whom: directives to tools stay with the code they are about, remarks are for people. */
#ifndef ANALYZERS_LANG_PYTHON_EDIT_COMMENT_H
#define ANALYZERS_LANG_PYTHON_EDIT_COMMENT_H

#include "base/arena.h"

/*
 * "# the fast one  # noqa: F401" has two parts: a remark, and a directive.
 * A directive speaks of its line: a statement made of a part of the line needs
 * it too, and it has no meaning without its line. A remark is written once and
 * never lost.
 */

/* The parts of one kind, two blanks between them; empty when there is none. */
struct str edit_directives(struct str comment, struct arena *a);
struct str edit_remarks(struct str comment, struct arena *a);

#endif
