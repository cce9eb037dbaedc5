/* Counts things, each under a name, up to a limit. */
#ifndef TALLY_H
#define TALLY_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define TALLY_API __attribute__((visibility("default")))
#else
#define TALLY_API
#endif

typedef struct tally tally_t;

/* NULL when there is no memory. A limit of 0 is none. */
TALLY_API tally_t *tally_new(const char *name, unsigned limit);
TALLY_API tally_t *tally_create(const char *name, unsigned limit); /* the first release's name */
TALLY_API void tally_free(tally_t *t);

TALLY_API tally_t *tally_start(const char *name); /* without a limit */
TALLY_API tally_t *tally_of(const char *name, size_t count, ...); /* of so many unsigned counts */

TALLY_API int tally_count(tally_t *t, unsigned more); /* -1: over the limit */
TALLY_API unsigned tally_total(const tally_t *t);
TALLY_API tally_t *tally_merge(const tally_t *a, const tally_t *b);

/* For programs that bring tallies of their own. */
struct tally_ops {
	tally_t *(*create)(const char *name, unsigned limit);
	void (*free)(tally_t *t);
};
extern TALLY_API const struct tally_ops tally_ops_default;

#ifdef __cplusplus
}
#endif

#endif
