/* What the tracker of a code base would say: families with their phases, measures and priorities, from an audit. */
#ifndef CLI_TRACKER_MAKE_H
#define CLI_TRACKER_MAKE_H

#include "cli/audit.h"
#include "cli/tracker.h"

struct tracker_wish {
	struct str document; /* the tracker as it stands, whose families, claims and first measures go on; empty: a new one */
	int claimed;         /* the priority that somebody claims, 0 to 3; -1: none */
	uint32_t top;        /* so many families of a new one; 0 = all */
	bool adds_families;  /* families that the document lacks come into it, too */
};

/* What is known of a family in numbers; what its priority rests on. */
struct standing {
	uint32_t independent;             /* production definitions that make it themselves */
	uint32_t bypassing, indirect;     /* production import statements that take it from a rival; through a shim */
	uint32_t other_imports;           /* of tests and the like, not from the canonical */
	uint32_t broken, dangling;        /* production imports that fail when they run; all that name what is not there */
	uint32_t shims, allowed, rivals;  /* production members beside the canonical: that hand on; that the configuration allows; the rest */
	uint32_t claimants;               /* all of these, and the canonical */
	uint32_t findings, safe, ask, show;
	bool needs_decision;
};

struct standing standing_of(const struct audit *a, const struct family *fam);

/* 0 to 3: docs/tracker.md has the table. */
int priority_of(const struct standing *x);

/* The reasons, one sentence each without a full stop, the strongest first; in the arena. Returns how many. */
#define PRIORITY_REASONS 8
uint32_t priority_reasons(const struct standing *x, const struct family *fam, struct arena *a, struct str reasons[PRIORITY_REASONS]);

/* What the number of definitions alone would suggest. */
int priority_by_count(const struct standing *x);

/* Key of a line or a family in the tracker. */
uint64_t tracker_key(const char *what, struct str product, struct str symbol, struct str path);

/* Borrows nothing from the audit. Returns how many families with findings are left out. */
uint32_t tracker_make(struct audit *a, const struct tracker_wish *wish, struct tracker *ret);

/* Did this run see as much of the code base as the one that the document was begun with? Files that could not be read then hid nothing. */
bool tracker_sees_enough(const struct audit *a, const struct tracker *now, struct str document);

/* The document key of a family. */
uint64_t tracker_family(const struct audit *a, const struct family *fam);

#endif
