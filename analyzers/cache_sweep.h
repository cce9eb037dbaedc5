/* Keeping the directory of all caches small: packs of roots that nobody has looked at for long go. */
#ifndef ANALYZERS_CACHE_SWEEP_H
#define ANALYZERS_CACHE_SWEEP_H

#include <time.h>

#include "base/str.h"

/*
 * Remove packs and deltas that were last written more than 90 days before
 * `now`, then the oldest ones until the rest has at most max_bytes, and
 * temporary files that a run left behind more than a day ago. Everything that
 * does not have a name of ours stays. What cannot be removed stays, too.
 */
void cache_sweep(const char *dir, time_t now, size_t max_bytes);

#endif
