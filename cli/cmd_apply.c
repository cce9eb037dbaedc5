/* canonry apply: make exactly the changes of a written plan, or none. */
#include "base/base.h"
#include "cli/command.h"

#include "cli/migrate.h"

struct apply_args {
	const char *file, *root, *branch, *verify;
	bool diff, force, quiet;
};

static const struct opt apply_opts[] = {
	{ OPT_ARG, "PLAN", .offset = offsetof(struct apply_args, file), .complete = COMPLETE_FILES, .is_required = true,
		.help = "A file that canonry plan has written; \"-\" is standard input." },
	{ OPT_TEXT, "root", .value = "DIR", .group = "Write", .complete = COMPLETE_FOLDERS,
		.offset = offsetof(struct apply_args, root),
		.help = "What the plan's paths are below; what the plan says, seen from here, when not given." },
	{ OPT_TEXT, "branch", .value = "NAME", .group = "Write", .offset = offsetof(struct apply_args, branch),
		.help = "Make the changes on a new git branch, one commit for each step; without hooks and signing." },
	{ OPT_TEXT, "verify", .value = "COMMAND", .group = "Write", .offset = offsetof(struct apply_args, verify),
		.help = "After each step run this command in the root, by sh; what fails it is taken back." },
	{ OPT_FLAG, "force", .group = "Write", .offset = offsetof(struct apply_args, force),
		.help = "Also write files with uncommitted changes (never with --branch), and also when the command of --verify "
			"fails from the beginning." },
	{ OPT_FLAG, "diff", .group = "Report", .offset = offsetof(struct apply_args, diff),
		.help = "Only print the changes as a unified diff." },
	{ OPT_FLAG, "quiet", 'q', .group = "Report", .offset = offsetof(struct apply_args, quiet),
		.help = "Print only what went wrong." },
	{ .name = NULL },
};

static int apply_changes(const struct session *s, const struct apply_args *args, struct migration *m)
{
	struct write_wish wish = {
		.command = "apply",
		.branch = args->branch,
		.verify = args->verify,
		.force = args->force,
		.quiet = args->quiet,
	};

	if (args->diff)
		return migration_print_diff(s, m);
	if (migration_count(m))
		return migration_write(s, m, &wish);
	return args->quiet ? EXIT_CLEAN : print_out(s, STR("The plan changes nothing\n"));
}

static int apply(const struct session *s, const void *values)
{
	const struct apply_args *args = values;
	struct migration m;
	int code = migration_load(s, args->file, args->root, &m);

	if (code == EXIT_CLEAN)
		code = apply_changes(s, args, &m);
	migration_release(&m);
	return code;
}

const struct command cmd_apply = {
	.name = "apply",
	.summary = "make the changes of a written plan",
	.description =
		"Makes the changes whose state in the plan is \"ready\", exactly as they stand there. Every file is compared with "
		"the plan first: when one has changed since, nothing is written, the files are named, and the exit code is 4. "
		"Neither the code base nor the configuration is read for anything else.",
	.examples =
		(const struct example[]){
			{ "canonry apply plan.json --diff", "What the plan would change." },
			{ "canonry apply plan.json", "Make the changes." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = apply_opts,
	.args_size = sizeof(struct apply_args),
	.run = apply,
};
