/* The life of a shim: from a rival that was found to a redirect that is gone, in one state at a time. */
#ifndef CLI_LIFECYCLE_H
#define CLI_LIFECYCLE_H

#include "cli/owners.h"
#include "cli/usage.h"

/* In this order; each is the furthest that the evidence shows. */
enum stage {
	STAGE_DETECTED,   /* does work of its own beside the canonical */
	STAGE_REDIRECTED, /* hands on to the canonical, and says nothing */
	STAGE_WARNED,     /* tells those who use it that it is deprecated */
	STAGE_COUNTED,    /* writes down who uses it, or a log tells of it */
	STAGE_UNUSED,     /* nothing in the tree imports it; who else does, nobody knows */
	STAGE_REMOVABLE,  /* the logs reach back far enough and know of no use, and nothing allows it to stay */
	STAGE_REMOVED,    /* only logs remember it */
	STAGE_COUNT
};
extern const char *const stage_names[STAGE_COUNT]; /* "detected", ..., "removed" */

struct life {
	enum stage stage;
	const struct config_allow *allow; /* NULL: the configuration does not allow it */
	bool is_overdue; /* it was allowed until a day or version that is there */
	struct str owners; /* of CODEOWNERS; may be empty */
};

/* Belongs into the table: does this member hand on, or do what the canonical does? */
bool is_shim_or_rival(const struct member *m);

/* `has_logs`: the usage of `row` was made from logs. */
struct life life_of(struct audit *a, const struct usage *u, const struct usage_row *row, const struct owners *owners, bool has_logs);

#endif
