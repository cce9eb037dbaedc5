/* A second text for the grammar, when it stumbles over legal Python. */
#ifndef ANALYZERS_LANG_PYTHON_TREE_MASK_H
#define ANALYZERS_LANG_PYTHON_TREE_MASK_H

#include "base/strbuf.h"

/*
 * Copy the source into *ret, byte for byte at the same offset, but for what
 * the grammar is known to misread although it means nothing:
 *
 *	- line breaks and comments inside of brackets, which it takes for
 *	  dedents when little indentation follows: blanks;
 *	- indentation, which it counts up to 255 columns and with tabs of its
 *	  own: one column a level;
 *	- line breaks that are lone carriage returns: line feeds;
 *	- the star before a call outside of brackets (`return a, *f()`), which
 *	  it does not know: a blank.
 *
 * The tree of the copy has the same nodes at the same places. False when the
 * source cannot be followed (an open string or bracket).
 */
bool tree_mask(struct str source, struct strbuf *ret);

#endif
