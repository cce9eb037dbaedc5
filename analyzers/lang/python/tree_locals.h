/* Which names are local to which function, and their numbers in order of first appearance. */
#ifndef ANALYZERS_LANG_PYTHON_TREE_LOCALS_H
#define ANALYZERS_LANG_PYTHON_TREE_LOCALS_H

#include "analyzers/lang/python/tree.h"
#include "base/map.h"

/*
 * Local are parameters and whatever a function assigns, loops over, catches,
 * captures or defines, comprehensions and lambdas included. Not local are
 * self and cls, names declared global, and imported names: those say what
 * they say. A class body makes no locals. Zeroed is empty.
 */
struct locals {
	struct map names;   /* (function, name) -> number, or what else is known of it */
	uint32_t *counters; /* by definition: the next number */
};

void locals_find(struct locals *l, const struct tree *t);
void locals_release(struct locals *l);

/*
 * Resolve an identifier that stands in the scope of definition `def`. True
 * when it is a local: of the innermost function around (*ret_hops 0), or of
 * one further out. Numbers are given at the first call for a name.
 */
bool locals_number(struct locals *l, const struct tree *t, uint32_t def, uint32_t identifier, uint32_t *ret_hops,
	uint32_t *ret_number);

/* Is the identifier a parameter's name in the header of a function? */
bool locals_is_param(const struct tree *t, uint32_t identifier);

#endif
