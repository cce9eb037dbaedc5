/* Searching in sorted things: bisect(at, count, things[at].key < key); */
#ifndef BASE_BISECT_H
#define BASE_BISECT_H

#include <stddef.h>

/*
 * Sets `at`, an integer of the caller's, to the index of the first of `count` things that does not come before what is looked
 * for, or to `count`. `comes_before` is an expression of `at`; the things for which it holds stand before all others.
 *
 *	uint32_t at;
 *
 *	bisect(at, o->def_count, o->defs[at].span.start < start);
 *	return at < o->def_count && o->defs[at].span.start == start ? &o->defs[at] : NULL;
 */
#define bisect(at, count, comes_before) bisect_from(at, 0, count, comes_before)

/* Only among the things [first, end). */
#define bisect_from(at, first, end, comes_before)                 \
	do {                                                      \
		size_t bisect_low = (first), bisect_high = (end); \
		while (bisect_low < bisect_high) {                \
			(at) = (bisect_low + bisect_high) / 2;    \
			if (comes_before)                         \
				bisect_low = (at) + 1;            \
			else                                      \
				bisect_high = (at);               \
		}                                                 \
		(at) = bisect_low;                                \
	} while (0)

#endif
