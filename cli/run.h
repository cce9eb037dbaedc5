/* An audit as a command asks for it: options that several commands share, progress, messages. */
#ifndef CLI_RUN_H
#define CLI_RUN_H

#include "cli/audit.h"
#include "cli/command.h"

struct run_args {
	const char *config, *compdb, *today;
	unsigned jobs;
	bool no_cache, parse_all, no_semantic, full;
};

#define RUN_JOBS_MAX 256

/* For a command's table: `field` is its struct run_args. */
#define RUN_OPTS(type, field)                                                                                          \
	{ OPT_TEXT, "config", .value = "FILE", .group = "How", .complete = COMPLETE_FILES,                             \
		.offset = offsetof(type, field.config),                                                                \
		.help = "Read this configuration instead of the canonry.yaml of the root." },                          \
		{ OPT_NUMBER, "jobs", 'j', .value = "N", .group = "How", .min = 1, .max = RUN_JOBS_MAX,                \
			.offset = offsetof(type, field.jobs),                                                          \
			.help = "How many threads to use; as many as there are processors when not given." },          \
		{ OPT_FLAG, "no-cache", .group = "How", .offset = offsetof(type, field.no_cache),                      \
			.help = "Neither use nor write the cache of facts." },                                         \
		{ OPT_TEXT, "compdb", .value = "PATH", .group = "How", .complete = COMPLETE_FILES,                     \
			.offset = offsetof(type, field.compdb),                                                        \
			.help = "The compile database of C and C++, compile_commands.json or the folder that it is "   \
				"in; looked for in the root and in its build folders when not given." },               \
		{ OPT_FLAG, "full", .group = "How", .offset = offsetof(type, field.full),                              \
			.help = "Have the compiler read all units of the compile database, not only those that can "   \
				"change what is said of a family." },                                                  \
		{ OPT_FLAG, "no-semantic", .group = "How", .offset = offsetof(type, field.no_semantic),                \
			.help = "Do not ask a compiler about C and C++." },         \
		{ OPT_FLAG, "parse-all", .group = "How", .is_hidden = true, .offset = offsetof(type, field.parse_all), \
			.help = "Parse every file whole: slow, the reference that skimming is compared with." },       \
	{                                                                                                              \
		OPT_TEXT, "today", .value = "YYYY-MM-DD", .group = "How", .is_hidden = true,                           \
				   .offset = offsetof(type, field.today), .help = "The date that counts as today."     \
	}

/* For the tables of commands that look at one family at a time. */
#define RUN_PATHS_OPT(type, field)                                                                                     \
	{                                                                                                              \
		OPT_ARGS, "PATH", .offset = offsetof(type, field), .complete = COMPLETE_FILES,                         \
				  .help = "Directories to look at, as for audit."                                      \
	}
#define RUN_FAMILY_OPT(type, field)                                                                                    \
	{                                                                                                              \
		OPT_LIST, "family", .value = "NAME", .group = "What", .offset = offsetof(type, field),                 \
				    .help = "Only the family of this product or of the member with this name."         \
	}
#define RUN_CANONICAL_OPT(type, field)                                                                                 \
	{                                                                                                              \
		OPT_LIST, "canonical", .value = "MODULE:NAME", .group = "What", .offset = offsetof(type, field),       \
				       .help = "Only the family whose canonical definition this is, whatever the "     \
					       "evidence says."                                                        \
	}

/* What to audit beside the shared options. */
struct run_wish {
	const struct opt_list *paths, *families, *canonicals; /* each may be NULL */
	const struct opt_list *callables;                     /* may be NULL */
	bool ignore_config, only_paths, only_arguments;       /* see audit_options */
	bool is_silent;                                       /* do not say what went wrong: it is in run.err */
};

struct run {
	struct audit_options options;
	struct audit audit;
	struct arena arena;
	struct err err;
};

/* Run it with a progress bar; what goes wrong is said. Returns EXIT_CLEAN or how to end. run_release() in any case. */
int run_audit(const struct session *s, const struct run_args *args, const struct run_wish *wish, struct run *ret);
void run_release(struct run *r);

#endif
