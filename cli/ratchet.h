/* The gate that only tightens: what of an audit's findings is known, and what a baseline becomes. */
#ifndef CLI_RATCHET_H
#define CLI_RATCHET_H

#include "cli/baseline.h"
#include "cli/command.h"
#include "cli/run.h"

#define FAIL_ON_NEW_NOT_GIVEN UINT32_MAX
#define FAIL_ON_NEW_MAX 1000000

struct ratchet_args {
	const char *baseline, *baseline_from, *changed_since;
	unsigned fail_on_new; /* FAIL_ON_NEW_NOT_GIVEN by default */
	bool update, is_locked, without;
};

/* For a command's table: `field` is its struct ratchet_args. */
#define RATCHET_OPTS(type, field)                                                                                       \
	{ OPT_TEXT, "baseline", .value = "FILE", .group = "Baseline", .complete = COMPLETE_FILES,                      \
		.offset = offsetof(type, field.baseline),                                                              \
		.help = "Findings of this file are known and do not fail the run. What is gone from the code goes "    \
			"from the file too, so that it cannot come back." },                                           \
		{ OPT_FLAG, "update-baseline", .group = "Baseline", .offset = offsetof(type, field.update),            \
			.help = "Make the file anew from what is found, and print what came and went." },              \
		{ OPT_TEXT, "baseline-from", .value = "REF", .group = "Baseline",                                      \
			.offset = offsetof(type, field.baseline_from),                                                 \
			.help = "Known is what an audit of this commit finds; there is no file to keep." },            \
		{ OPT_NUMBER, "fail-on-new", .value = "N", .group = "Baseline", .max = FAIL_ON_NEW_MAX,                \
			.is_optional = true, .offset = offsetof(type, field.fail_on_new),                              \
			.help = "Up to N new findings do not fail the run; none when there is no number." },           \
		{ OPT_FLAG, "locked", .group = "Baseline", .offset = offsetof(type, field.is_locked),                  \
			.help = "Never write the baseline; end with exit code 1 when it allows what is gone." },       \
	{                                                                                                               \
		OPT_FLAG, "no-baseline", .group = "Baseline", .offset = offsetof(type, field.without),                 \
			.help = "Ignore the baseline that the configuration names."                                    \
	}

#define RATCHET_WHAT_OPT(type, field)                                                                                   \
	{                                                                                                               \
		OPT_TEXT, "changed-since", .value = "REF", .group = "What",                                            \
			.offset = offsetof(type, field.changed_since),                                                 \
			.help = "Only findings that are new since HEAD left this commit, or whose lines have changed " \
				"since."                                                                                \
	}

/* NULL, or which options do not go together. */
const char *ratchet_contradiction(const struct ratchet_args *args);

struct ratchet {
	const struct ratchet_args *args;
	struct baseline baseline; /* as read, or as the other commit has it */
	struct str path;          /* of the file; empty when there is none */
	struct str text;          /* what reports call it: the path as given or configured, or the commit */
	struct str commit;        /* of --changed-since */
	uint32_t stale;           /* findings that it allows and that are gone; 0 when not all was looked at */
	bool is_comparable;       /* the file is of the same directories as this audit */
	bool is_new;              /* the file does not exist yet */
	struct arena arena;
};

/*
 * Drops findings that --changed-since hides, and marks those that are known.
 * What goes wrong is said. EXIT_CLEAN or how to end. ratchet_release() in any
 * case.
 */
int ratchet_compare(const struct session *s, const struct ratchet_args *args, struct run *run, struct ratchet *ret);

/* What is gone, for reports: NULL when nobody can say. */
const struct baseline *ratchet_gone(const struct ratchet *r);

/* What of it the gate looks at. */
void ratchet_set_gate(const struct ratchet *r, struct gate *gate);

/* After the reports: write the file anew, or tighten it. `is_silent`: standard output belongs to a report. */
int ratchet_finish(const struct session *s, struct ratchet *r, const struct audit *a, const struct verdict *v, bool is_silent);
void ratchet_release(struct ratchet *r);

/* Where the baseline that the configuration names lies; empty when it names none. */
struct str ratchet_configured_path(const struct config *c, struct str root, struct arena *a);

#endif
