/* Calls of callables with a map: what would become of each, and which map would fit them. */
#ifndef CLI_ARGUMENT_SITES_H
#define CLI_ARGUMENT_SITES_H

#include "cli/audit.h"
#include "rules/arguments.h"

/* A call that passes something that is not taken, or that a map speaks of. */
struct argument_site {
	file_id file;
	const struct use *call;
	struct call_plan plan; /* what the map makes of it */
	enum mend level;       /* as safe as the change that a migration would make */
	struct str reason;     /* why it is not safe; empty when it is */
	struct str unknown;    /* "a=, b=": keywords that neither signature nor map know; empty when there are none */
};

/* All calls of one callable. */
struct argument_table {
	const struct argument_map *map;
	struct signature signature;
	VEC(struct argument_site) sites; /* by path and line; those with nothing to say left out */
	uint32_t calls;                  /* all of them */
	uint32_t levels[MEND_COUNT];     /* of the sites that the map speaks of */
	uint32_t unknown;                /* sites with keywords that the map does not know */
};

/* The table of audit.families.arguments[map]. Texts live in the arena. */
void argument_table_make(struct audit *a, uint32_t map, struct arena *arena, struct argument_table *ret);
void argument_table_release(struct argument_table *t);

/* --- argument_suggest.c --- */

/* What could become of one keyword that is not taken. */
struct argument_proposal {
	struct str keyword;
	enum argument_action action;
	struct str to;
	uint32_t calls; /* that pass it */
};

struct argument_proposals {
	VEC(struct argument_proposal) items; /* by action, then by calls, most first, then by name */
};

/* Compare the keywords of all calls with the signature; what a map says already is not proposed again. */
void argument_suggest(struct audit *a, const struct argument_table *t, struct argument_proposals *ret);

/* As a section for canonry.yaml. `is_first` writes the section's key. */
void argument_suggest_yaml(const struct argument_table *t, const struct argument_proposals *p, bool is_first, struct strbuf *out);

#endif
