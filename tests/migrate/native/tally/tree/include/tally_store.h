/* Tallies that outlive a program. */
#ifndef TALLY_STORE_H
#define TALLY_STORE_H

#include "tally.h"

#ifdef __cplusplus
extern "C" {
#endif

TALLY_API tally_t *tally_open(const char *name, unsigned limit); /* one to be stored */
TALLY_API tally_t *tally_load(const char *text);                 /* "name 3/10" */
TALLY_API int tally_save(const tally_t *t, char *text, size_t size);

#ifdef __cplusplus
}
#endif

#endif
