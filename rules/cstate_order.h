/* One variable of C or C++ that is set up at the start: who does so, who empties it, who needs it; private to CN306. */
#ifndef RULES_CSTATE_ORDER_H
#define RULES_CSTATE_ORDER_H

#include "rules/cstate.h"

/* A function that puts something into the variable, so that others find it there. */
struct cconfigurator {
	uint32_t func; /* of the variable's file */
	uint32_t line; /* where it writes it */
	bool is_guarded; /* it may find that there is one already, or does away with that */
};

/* What a function does with the variable, itself or by calls, as far as names tell. */
enum corder_role {
	CORDER_SETS = 1 << 0,
	CORDER_RESETS = 1 << 1,
	CORDER_NEEDS = 1 << 2 /* looks into it, or gives it out */
};

struct corder {
	struct cstates *s;
	const struct cstate_file *home;
	const struct cslot *slot;
	VEC(struct cconfigurator) list;
	struct map roles; /* map_pair(file, func) -> enum corder_role as bits */
	VEC(uint64_t) ranked; /* the keys of roles, those that do it themselves first */
	struct map read;  /* map_pair(file, func) -> paths */
	VEC(struct csteps) paths;
};

const struct cconfigurator *corder_configurator(const struct corder *o, uint32_t file, uint32_t func); /* NULL: it is none */
struct csteps corder_steps(struct corder *o, uint32_t file, uint32_t func);

static inline unsigned corder_roles(const struct corder *o, uint32_t file, uint32_t func)
{
	uint32_t roles = map_get(&o->roles, map_pair(file, func));

	return roles == NONE ? 0 : roles;
}

static inline uint32_t cstate_index_of(const struct cstates *s, const struct cstate_file *f)
{
	return (uint32_t)(f - s->files.items);
}

/* --- cstate_path.c --- */

/* What is wrong on the straight path through one function, and on those that it calls in any case. */
void corder_check_path(const struct rule *self, struct corder *o, struct findings *out, uint32_t file, uint32_t func);

#endif
