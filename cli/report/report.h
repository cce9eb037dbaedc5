/* An output format: a name and a function from an audit to text. */
#ifndef CLI_REPORT_REPORT_H
#define CLI_REPORT_REPORT_H

#include "base/strbuf.h"
#include "cli/audit.h"

/*
 * What does not depend on the audit. Formats for machines look at the gate
 * and its verdict only: their bytes are the same on every screen.
 */
struct baseline;
struct report_options {
	const struct gate *gate;
	const struct verdict *verdict;
	unsigned width; /* of the screen */
	bool has_color;
	bool is_terminal;  /* lines that editors and grep may read are wrapped only on a terminal */
	struct str prefix; /* from where the user is to the root: "src/", or empty; before paths that people click on */
	bool is_quiet;     /* findings only, one a line */
	bool is_verbose;   /* nothing is folded or cut off */
	bool shows_all;    /* all families, not the worst ten */
	bool is_narrowed;  /* the user asked for certain families */
	bool shows_suppressed; /* what is suppressed too, in formats that can say so of a finding */
	const struct baseline *gone; /* what it allows and is not there any more: its lines say how many; NULL when nobody can say */
};

/*
 * A new format is the file cli/report/<name>.c that defines
 * `const struct report report_<name>`, and its name in the list of
 * cli/meson.build.
 */
struct report {
	const char *name;
	const char *description; /* what for, half a sentence */
	bool (*write)(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err);

	/* NULL, or a second text, to be appended to the file that an environment variable names, when it names one. */
	const char *append_variable;
	bool (*append)(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err);
};

extern const struct report *const report_table[];  /* by name; NULL-terminated */
extern const char *const report_names[];           /* the same order; NULL-terminated, as options want it */
const struct report *report_find(struct str name); /* NULL when unknown */

#endif
