/* A migration as the commands migrate, plan and apply see it: a plan, which of its changes are wanted, and writing them. */
#ifndef CLI_MIGRATE_H
#define CLI_MIGRATE_H

#include "cli/rekey.h"
#include "cli/run.h"
#include "rewriters/apply.h"

/* What the commands that make a plan have in common. */
struct plan_args {
	struct run_args run;
	struct opt_list paths, families, canonicals, only;
	bool unsafe;
};

/* For a command's table: `field` is its struct plan_args. */
#define PLAN_OPTS(type, field)                                                                                        \
	{ OPT_ARGS, "PATH", .offset = offsetof(type, field.paths), .complete = COMPLETE_FILES,                         \
		.help = "Directories to migrate; the current one when none is given. With a file, the whole project "  \
			"is read and what is wrong in the file is changed." },                                         \
		RUN_FAMILY_OPT(type, field.families),                                                                  \
		RUN_CANONICAL_OPT(type, field.canonicals),                                                             \
		{ OPT_LIST, "only", .value = "CODE[,CODE]", .group = "What", .complete = COMPLETE_RULES,               \
			.offset = offsetof(type, field.only), .help = "Only what mends findings of these rules." },    \
	{                                                                                                              \
		OPT_FLAG, "unsafe", .group = "What", .offset = offsetof(type, field.unsafe),                           \
			  .help = "Make the changes too that ask for a human's eye. Read their diff." }

/* Plan and check for what an audit has found. `only`: codes or names of rules, as --only takes them. */
bool migration_make(struct audit *a, const struct opt_list *only, bool unsafe, struct plan *ret, struct err *err);

/* Life: migration_plan() or migration_load(), then the verbs, then migration_release() in any case. */
struct migration {
	struct run run; /* zeroed when the plan was loaded */
	struct plan plan;
	struct str root;   /* absolute, real */
	struct str prefix; /* of paths that are shown: from the user's directory to the root, or empty */
	bool *is_chosen;   /* by change: what is wanted; at first every CHANGE_READY */
	bool is_unsafe;    /* --unsafe: changes that ask are asked for */
	uint32_t refused;  /* changes that were asked for and are CHANGE_REFUSED */
	struct apply apply;
	bool is_open; /* apply is there */
	struct rekey rekey; /* the baseline of the configuration, once migration_open() has read it */
	struct arena arena;
};

/* Audit, plan, check. What goes wrong is said. Returns EXIT_CLEAN or how to end. */
int migration_plan(const struct session *s, const struct plan_args *args, struct migration *ret);

/* Read a plan from a file ("-" is standard input). `root` is --root, or NULL for what the plan says. */
int migration_load(const struct session *s, const char *file, const char *root, struct migration *ret);
void migration_release(struct migration *m);

/* What a written plan says of the root: relative to the current directory. In the arena. */
struct str migration_root_text(struct migration *m);

/* Read the files that the choice touches. EXIT_REFUSED when they are not as planned: each is named. */
int migration_open(const struct session *s, struct migration *m);

/* The choice without changes whose need is not met in it, by however many others; those are refused. */
void migration_settle(struct migration *m);
uint32_t migration_count(const struct migration *m);       /* chosen changes */
uint32_t migration_count_files(const struct migration *m); /* that they touch */

/* The diff of the choice on standard output: exact bytes, or coloured and safe on a terminal. */
int migration_print_diff(const struct session *s, struct migration *m);
void migration_add_diff(const struct session *s, struct str diff, struct strbuf *out);

/* Ask for every chosen change whether it is wanted. EXIT_CLEAN when all were answered. */
int migration_ask(const struct session *s, struct migration *m);

/* --- Writing --- */

struct write_wish {
	const char *command; /* for the journal: "migrate --write" */
	const char *branch;  /* commit each step on this new branch, or NULL */
	const char *verify;  /* a command for a shell, which each step must pass, or NULL */
	bool force, quiet;
};

/* Makes the chosen changes, says what was done. EXIT_REFUSED when something was refused or taken back. */
int migration_write(const struct session *s, struct migration *m, const struct write_wish *wish);

/* --- Showing --- */

struct plan_view {
	const char *again; /* the command line that would do it: "canonry migrate --family Engine" */
	bool is_quiet, is_verbose;
};

/* The plan for people. */
void migration_add_report(const struct session *s, struct migration *m, const struct plan_view *view, struct strbuf *out);

/* "src/app/x.py:3" in the arena. */
struct str migration_place(const struct migration *m, const struct change *x, struct arena *a);

#endif
