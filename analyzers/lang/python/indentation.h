/* Indentation that no Python accepts. */
#ifndef ANALYZERS_LANG_PYTHON_INDENTATION_H
#define ANALYZERS_LANG_PYTHON_INDENTATION_H

#include "base/str.h"

/*
 * The byte of the first line that is indented without a header before it, or
 * is not where a header wants it, or comes back to no column that is open;
 * NONE when there is none. For text that parses otherwise.
 */
uint32_t python_bad_indentation(struct str source);

#endif
