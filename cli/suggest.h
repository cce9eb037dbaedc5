/* "Did you mean ...?": the nearest of the words that would have been right. */
#ifndef CLI_SUGGEST_H
#define CLI_SUGGEST_H

#include "base/str.h"

/*
 * A zeroed `best` means that nothing is near enough:
 *	struct suggestion near = { .given = word };
 *	for (...)
 *		suggest_try(&near, candidate);
 *	if (near.best.len) ...
 */
struct suggestion {
	struct str given, best;
	size_t distance; /* of best */
};

void suggest_try(struct suggestion *s, struct str candidate);

#endif
