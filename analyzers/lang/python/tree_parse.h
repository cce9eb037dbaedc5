/* From the bytes in struct tree to a tree of tree-sitter's. */
#ifndef ANALYZERS_LANG_PYTHON_TREE_PARSE_H
#define ANALYZERS_LANG_PYTHON_TREE_PARSE_H

#include "analyzers/lang/python/tree.h"

/*
 * Parse the ranges of t->source (count 0: all of it); t->lines is known.
 * False when the ranges are empty: nothing to parse. *ret_parsed is the
 * caller's, and NULL when parsing was given up.
 */
bool tree_parse(struct tree *t, const struct range *ranges, uint32_t count, TSTree **ret_parsed);

#endif
