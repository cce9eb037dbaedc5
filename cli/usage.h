/* Who still uses what was redirected: the redirects of a code base beside the logs of running programs. */
#ifndef CLI_USAGE_H
#define CLI_USAGE_H

#include "cli/audit.h"
#include "rewriters/uses.h"

enum usage_state {
	USAGE_USED,      /* within the time that was asked for */
	USAGE_IMPORTED,  /* not used, but something in the tree still imports it */
	USAGE_UNUSED,    /* a candidate for removal */
	USAGE_UNCOUNTED, /* it does not write down its uses: nobody can say */
	USAGE_COUNT
};
extern const char *const usage_state_names[USAGE_COUNT]; /* "used", "imported", "unused", "uncounted" */

/* One name that a redirect hands on, or another shim or rival of the canonical; or, without a member, one that only a log knows. */
struct usage_row {
	const struct member *member; /* NULL: nothing in the tree has this name */
	const struct family *family;
	struct str module, name;
	uint32_t importers; /* statements in the tree that take it from there */
	uint64_t uses;
	int64_t last;  /* seconds of UTC; 0 = never */
	bool is_dated; /* false: `last` may be too late */
	bool is_counted; /* it writes down who uses it */
	const struct logged_use *callers; /* caller_count of them */
	uint32_t caller_count;
	enum usage_state state;
};

struct usage {
	VEC(struct usage_row) rows; /* those of the tree by family, path, place; then the others by name */
	uint32_t states[USAGE_COUNT]; /* of the redirects of the tree */
	int64_t since; /* uses before do not count as uses */
	bool reaches_back; /* the logs tell of a time before `since`: else nobody can call anything unused */
	struct arena arena;
};

/* `u` is merged, and outlives the result, as does the audit. `days`: how long ago a use may be. */
void usage_make(struct audit *a, struct uses *u, unsigned days, struct usage *ret);
void usage_release(struct usage *x);

/* "2026-11-20", or "never" for 0. */
struct str usage_date(int64_t seconds, struct arena *a);

#endif
