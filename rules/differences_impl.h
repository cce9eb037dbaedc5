/* The comparison at hand; private to differences*.c. */
#ifndef RULES_DIFFERENCES_IMPL_H
#define RULES_DIFFERENCES_IMPL_H

#include "rules/differences.h"

/* One of the two that are compared: a function, a method or a class. */
struct party {
	const struct file *file;
	const struct def *def;
	const struct detail *detail;
	struct definition at;
};

struct comparison {
	const struct project *project;
	struct link *link;
	struct arena *arena;
	struct differences *out;
	struct str method; /* that is compared; empty for the definition itself */
	bool is_method;    /* the first parameter is the object's */
	bool is_respelt;   /* the same thing goes by two names: the bodies differ for that alone */
	struct party canonical, copy;
};

void difference_add(struct comparison *c, enum difference_kind kind, uint32_t canonical_line, uint32_t line, const char *format, ...)
	PRINTF_LIKE(5, 6);

/* "app.engine:Engine", "json.dumps", or empty for what is not known. In the arena. */
struct str meaning_text(struct comparison *c, const struct target *t);

/* Do two names mean the same, or the counterparts in what is compared? */
bool is_same_meaning(const struct comparison *c, const struct target *canonical, const struct target *copy);

void compare_params(struct comparison *c);  /* differences_params.c */
void compare_uses(struct comparison *c);    /* differences_uses.c: calls, handlers, what is raised and returned */
void compare_state(struct comparison *c);   /* differences_state.c: what outlives a call */

#endif
