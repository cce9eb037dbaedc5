/* Cascades of imports: try one, except ImportError: try another. */
#ifndef ANALYZERS_LANG_PYTHON_EDIT_CASCADE_H
#define ANALYZERS_LANG_PYTHON_EDIT_CASCADE_H

#include "analyzers/facts.h"

/* See lang_source.holds_only_imports. */
bool python_holds_only_imports(struct str source, const struct outline *o, uint32_t block);

#endif
