/* Annotations as callers understand them: do two say the same of what is returned? */
#ifndef RULES_ANNOTATION_H
#define RULES_ANNOTATION_H

#include "base/arena.h"

/*
 * False only where both say something and it is not the same: spaces, quotes,
 * the modules of dotted names, `Optional` and `Union` for `|`, the capitals of
 * builtin containers and the generators for the iterators that they are make
 * no difference. `Any`, `object`, `Self` and single letters (type variables)
 * say nothing. That one type derives from the other is not known here.
 */
bool annotations_agree(struct str a, struct str b);

#endif
