/* Borrowed text: a pointer and a length, no terminator promised, never owned. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/base.h"

struct str {
	const char *ptr;
	size_t len;
};

#define STR(literal) ((struct str){ "" literal "", sizeof(literal) - 1 })
/* clang-format off */
#define STR_INIT(literal) { "" literal "", sizeof(literal) - 1 } /* for static tables */
/* clang-format on */
#define STR_FMT "%.*s"
#define STR_ARG(s) (int)(s).len, (s).ptr

struct str str_from(const char *terminated);                  /* NULL gives the empty string */
struct str str_slice(struct str s, size_t start, size_t end); /* clamps to the string */
bool str_eq(struct str a, struct str b);
bool str_is(struct str a, const char *terminated);
bool str_is_one_of(struct str s, const char *const *words); /* NULL ends them */
int str_cmp(struct str a, struct str b); /* byte order, as memcmp */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
bool str_has(struct str s, struct str needle);
bool str_has_nocase(struct str s, struct str needle); /* ASCII case only */
size_t str_find(struct str s, char c);                /* s.len when absent */
size_t str_rfind(struct str s, char c);               /* s.len when absent */
struct str str_trim(struct str s);                    /* ASCII white space off both ends */

/* XXH3, 64 bits. */
uint64_t str_hash(struct str s);

/*
 * Take the part before `sep` off the front of *rest, the separator too.
 * Returns false when *rest is exhausted:
 *	while (str_next(&rest, '.', &part)) ...
 */
bool str_next(struct str *rest, char sep, struct str *ret_part);

/* "a.b.c" -> "a.b" and "c"; a name without the separator has an empty head. */
struct str str_head(struct str dotted, char sep);
struct str str_tail(struct str dotted, char sep);

/* Edit distance, at most `limit` (then limit + 1): for "did you mean". */
size_t str_distance(struct str a, struct str b, size_t limit);

#endif
