/* Several tallies that are freed together. */
#ifndef TALLY_SET_H
#define TALLY_SET_H

#include "tally.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tally_set tally_set_t;

TALLY_API tally_set_t *tally_set_new(void);
TALLY_API void tally_set_free(tally_set_t *set);
TALLY_API void tally_set_drop(tally_set_t *set); /* as it was called until release 2 */
TALLY_API int tally_set_take(tally_set_t *set, tally_t *t); /* -1: full; the tally stays the caller's */

#ifdef __cplusplus
}
#endif

#endif
