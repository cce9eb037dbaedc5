/* The mapping file of the compliance report: which findings and facts speak for or against which control. */
#ifndef CLI_CONTROLS_H
#define CLI_CONTROLS_H

#include "base/arena.h"
#include "base/err.h"

struct rule;

/* What may speak for a control. */
enum control_fact {
	FACT_ONE_IMPLEMENTATION, /* every product has one, and it is known which */
	FACT_ONE_WAY,            /* every import ends at it, by no way round */
	FACT_READ_WHOLE,         /* everything was read and understood */
	FACT_RECORDED_STATE,     /* the sources are those of a commit, without changes */
	FACT_REASONS_GIVEN,      /* every suppression has a reason, and its time is not over */
	FACT_CHAINED,            /* the report is the successor of another one */
	FACT_COUNT
};
extern const char *const control_fact_names[FACT_COUNT + 1]; /* "one-implementation", ...; NULL-terminated */

struct control {
	struct str framework, id, title, statement; /* the statement may be empty */
	struct str *products; /* globs; none = all families */
	size_t product_count;
	const struct rule **against;
	size_t against_count;
	enum control_fact *facts;
	size_t fact_count;
};

struct controls {
	struct control *items; /* in the order of the file */
	size_t len;
};

/* The shipped mapping, cli/controls.yaml. */
extern const unsigned char controls_yaml[];
extern const size_t controls_yaml_len;

#define CONTROLS_BYTES_MAX (1 << 20)

/*
 * YAML: version: 1, controls: a list of mappings with framework, id, title
 * (all three are needed), statement, products, against (rules by code or
 * name) and for (facts). Unknown keys, rules and facts, and a control that
 * nothing speaks for or against, are refused with file:line:column. In the
 * arena.
 */
bool controls_parse(struct arena *a, const char *name, struct str text, struct controls *ret, struct err *err);

#endif
