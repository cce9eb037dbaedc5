/* Options: one table that parses, shows help, and makes the manual and the shell completions. */
#ifndef CLI_OPT_H
#define CLI_OPT_H

#include "base/err.h"
#include "base/strbuf.h"

/*
 * As users of GNU tools know them: --name value, --name=value, -x value,
 * -xvalue, bundled flags (-qv), `--` before arguments that look like options.
 * Nothing may be abbreviated: a later option would break the scripts.
 * A table says where each value goes inside of one struct:
 *
 *	struct args { bool quiet; struct opt_list paths; };
 *	static const struct opt opts[] = {
 *		{ OPT_FLAG, "quiet", 'q', .help = "Print less.", .offset = offsetof(struct args, quiet) },
 *		{ OPT_ARGS, "PATH", .help = "Where to look.", .offset = offsetof(struct args, paths) },
 *		{ .name = NULL },
 *	};
 */
enum opt_type {
	OPT_FLAG,   /* bool */
	OPT_TEXT,   /* const char *: NULL when not given; the last one wins */
	OPT_LIST,   /* struct opt_list: may be given several times */
	OPT_NUMBER, /* unsigned, from min to max */
	OPT_CHOICE, /* unsigned: index into choices */
	OPT_ARG,    /* const char *: an argument by position */
	OPT_ARGS    /* struct opt_list: all further arguments */
};

/* What a shell should offer for the value. */
enum opt_complete { COMPLETE_NOTHING, COMPLETE_FILES, COMPLETE_FOLDERS, COMPLETE_COMMANDS, COMPLETE_RULES };

struct opt {
	enum opt_type type;
	const char *name;           /* without the dashes; of an argument what usage calls it; NULL ends a table */
	char alias;                 /* one letter, or 0 */
	const char *value;          /* what help calls the value: "FILE" */
	const char *help;           /* sentences */
	const char *group;          /* heading in help; options of one group stand together; NULL = "Options" */
	const char *const *choices; /* OPT_CHOICE, NULL-terminated; OPT_ARG: the words that it takes, or NULL */
	unsigned min, max;          /* OPT_NUMBER */
	size_t offset;
	enum opt_complete complete;
	bool is_hidden;
	bool is_required; /* arguments only */
	bool is_optional; /* --name alone means min (OPT_NUMBER) or "" (OPT_TEXT), and a value stands behind `=` only */
};

struct opt_list {
	const char **items; /* point into argv */
	size_t len, cap;
};

/* A table and the struct that it fills. */
struct opt_set {
	const struct opt *opts;
	void *values;
};

/* Where in the command line parsing is. */
struct opt_cursor {
	char **argv; /* NULL-terminated */
	size_t next;
	bool after_dashes; /* a `--` was met: everything is an argument */
};

/*
 * Parse from at->next on, each option by the first set that knows it. With
 * stops_at_argument it returns before the first argument; otherwise at the
 * end. Does not ask for required arguments: --help must not need them.
 */
bool opt_parse(
	const struct opt_set *sets, size_t set_count, struct opt_cursor *at, bool stops_at_argument, struct err *err);
bool opt_check_required(const struct opt_set *set, struct err *err);

/* Frees the lists. */
void opt_release(const struct opt_set *set);

bool opt_is_argument(const struct opt *opt);
bool opt_takes_value(const struct opt *opt);

/* "error, warning, note or never" */
void opt_add_choices(const struct opt *opt, struct strbuf *out);

/* --- Help --- */

struct page;

/* "[OPTIONS] WHAT [PATH...]" */
void opt_usage(const struct opt *opts, struct page *out);

/* The visible options under their headings, then the arguments. */
void opt_help(const struct opt *opts, struct page *out);

#endif
