#ifndef CAMP_H
#define CAMP_H

#include "kettle.h"

/* The same by other names of the types; it promises more than it must; names of parameters are nobody's business. */
kettle_t *camp_kettle_new(const char *title, size_t, unsigned cups, stove_t const *stove);
#define camp_kettle_free(kettle) kettle_free(kettle)

/* Fewer parameters is what this one is there for. */
kettle_t *camp_kettle_small(char *name);

#endif
