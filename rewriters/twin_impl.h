/* What the rewriters of duplicates in C and C++ share. Private to rewriters/. */
#ifndef REWRITERS_TWIN_IMPL_H
#define REWRITERS_TWIN_IMPL_H

#include "rewriters/twin.h"

/*
 * handover.c: edits that make the duplicate hand on to the canonical, in the
 * form that its declarations allow. `is_unused`: nobody in this code base
 * names it any more, so that its declarations may say that it is deprecated.
 * False, with the reason, when no form holds.
 */
bool twin_redirect(struct twin *t, bool is_unused, twin_edits *edits, bool *ret_is_alias, struct str *ret_reason);

/*
 * twin_alias.c: may the duplicate become an alias of the canonical? Only where
 * both are external functions that are declared alike, of one file or of the
 * same targets, and the project has aliases already: on systems without ELF
 * there are none.
 */
bool twin_can_alias(struct twin *t);
bool twin_alias(struct twin *t, twin_edits *edits); /* false without an edit: no #include leads to its declaration */

/* handover.c: a change of that kind, without edits. */
uint32_t twin_begin_redirect(struct twin *t, bool is_alias);

/* contrast.c: shows what the two do otherwise, and why nothing is written. */
void twin_show(struct twin *t, const struct rewriter *self, struct str why);

#endif
