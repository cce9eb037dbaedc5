/* The nearest word by edit distance; what begins with the given word is near too. */
#include "base/base.h"
#include "cli/suggest.h"

#define MIN_PREFIX 2 /* shorter ones begin too many words */

/* One slip, and one more for every three letters. */
static size_t distance_limit(struct str given)
{
	return 1 + given.len / 3;
}

void suggest_try(struct suggestion *s, struct str candidate)
{
	size_t limit = distance_limit(s->given);
	size_t distance = str_distance(s->given, candidate, limit);

	if (s->given.len >= MIN_PREFIX && str_starts(candidate, s->given))
		distance = MIN(distance, (size_t)1);
	if (distance > limit || distance >= candidate.len)
		return;
	if (s->best.len && distance >= s->distance)
		return;
	s->best = candidate;
	s->distance = distance;
}
