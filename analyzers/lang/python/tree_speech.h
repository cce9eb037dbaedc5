/* Statements that only talk, to a log, a terminal or a developer: set apart from what a body does. */
#ifndef ANALYZERS_LANG_PYTHON_TREE_SPEECH_H
#define ANALYZERS_LANG_PYTHON_TREE_SPEECH_H

#include "analyzers/lang/python/tree.h"

/*
 * Is the expression statement a call that logs, prints or warns, the making
 * of a local logger, or an annotation without a value?
 */
bool speech_is(const struct tree *t, uint32_t statement);

/* `with warnings.catch_warnings():` */
bool speech_is_catching(const struct tree *t, uint32_t with);

/* Does the call warn that something is deprecated? */
bool speech_is_deprecation(const struct tree *t, uint32_t call);

#endif
