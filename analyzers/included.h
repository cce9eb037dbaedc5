/* Directories that files outside of them include from: whatever they are called, they are part of the program. */
#ifndef ANALYZERS_INCLUDED_H
#define ANALYZERS_INCLUDED_H

#include "base/map.h"

struct project;

/*
 * Adds the hash (str_hash) of each such directory's path to *ret. An include
 * is followed by its text alone, to the one file whose path ends in it; where
 * several do, as with a copy beside the original, it says nothing.
 */
void included_find(const struct project *p, struct map *ret);

#endif
