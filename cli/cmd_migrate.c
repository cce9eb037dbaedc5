/* canonry migrate: show what would be changed, or change it. */
#include "base/base.h"
#include "cli/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "cli/migrate.h"
#include "rewriters/plan_json.h"

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const format_names[] = { "text", "json", NULL };

struct migrate_args {
	struct plan_args plan;
	const char *branch, *verify;
	unsigned format;
	bool write, diff, interactive, force, quiet, verbose;
};

static const struct opt migrate_opts[] = {
	PLAN_OPTS(struct migrate_args, plan),
	{ OPT_FLAG, "write", 'w', .group = "Write", .offset = offsetof(struct migrate_args, write),
		.help = "Make the changes: all of them or, when anything goes wrong, none." },
	{ OPT_TEXT, "branch", .value = "NAME", .group = "Write", .offset = offsetof(struct migrate_args, branch),
		.help = "Make the changes on a new git branch, one commit for each step. The commits are yours by name; hooks "
			"and signing are left out." },
	{ OPT_TEXT, "verify", .value = "COMMAND", .group = "Write", .offset = offsetof(struct migrate_args, verify),
		.help = "After each step run this command in the root, by sh. What fails it is searched for by halves and taken "
			"back; the rest stays." },
	{ OPT_FLAG, "interactive", 'i', .group = "Write", .offset = offsetof(struct migrate_args, interactive),
		.help = "Show each change and ask, then make those that are wanted." },
	{ OPT_FLAG, "force", .group = "Write", .offset = offsetof(struct migrate_args, force),
		.help = "Also write files with uncommitted changes (never with --branch), and also when the command of --verify "
			"fails from the beginning." },
	{ OPT_CHOICE, "format", 'f', .value = "FORMAT", .group = "Report", .choices = format_names,
		.offset = offsetof(struct migrate_args, format),
		.help = "What is shown without --write: text, or the plan as json." },
	{ OPT_FLAG, "diff", .group = "Report", .offset = offsetof(struct migrate_args, diff),
		.help = "Print the changes as a unified diff for git apply or patch -p1, and nothing else." },
	{ OPT_FLAG, "quiet", 'q', .group = "Report", .offset = offsetof(struct migrate_args, quiet),
		.help = "One line for each change; with --write only what went wrong." },
	{ OPT_FLAG, "verbose", 'v', .group = "Report", .offset = offsetof(struct migrate_args, verbose),
		.help = "Cut nothing off, and say of every change why it is as safe as it is." },
	RUN_OPTS(struct migrate_args, plan.run),
	{ .name = NULL },
};

static bool writes(const struct migrate_args *args)
{
	return args->write || args->branch || args->interactive;
}

/* NULL, or which options do not go together. */
static const char *contradiction(const struct migrate_args *args)
{
	if (args->quiet && args->verbose)
		return "--quiet and --verbose contradict each other";
	if (args->diff && args->format == FORMAT_JSON)
		return "--diff and --format json contradict each other";
	if (writes(args) && (args->diff || args->format == FORMAT_JSON))
		return "--diff and --format json are for looking, without --write";
	if (args->verify && !writes(args))
		return "--verify goes with --write or --branch";
	if (args->force && !writes(args))
		return "--force goes with --write or --branch";
	return NULL;
}

/* --- The command line for the next run --- */

static bool is_bare(const char *word)
{
	static const char bare[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:,=+-";

	return *word && strspn(word, bare) == strlen(word);
}

static void add_word(struct strbuf *out, const char *word)
{
	strbuf_addch(out, ' ');
	if (is_bare(word)) {
		strbuf_addz(out, word);
		return;
	}
	strbuf_addch(out, '\'');
	for (; *word; word++)
		if (*word == '\'')
			strbuf_addz(out, "'\\''");
		else
			strbuf_addch(out, *word);
	strbuf_addch(out, '\'');
}

static void add_words(struct strbuf *out, const char *option, const struct opt_list *list)
{
	for (size_t i = 0; i < list->len; i++) {
		if (option)
			add_word(out, option);
		add_word(out, list->items[i]);
	}
}

static void add_command_line(const struct migrate_args *args, struct strbuf *out)
{
	strbuf_addz(out, "canonry migrate");
	add_words(out, NULL, &args->plan.paths);
	add_words(out, "--family", &args->plan.families);
	add_words(out, "--canonical", &args->plan.canonicals);
	add_words(out, "--only", &args->plan.only);
	if (args->plan.unsafe)
		add_word(out, "--unsafe");
}

/* --- Showing --- */

static int print_report(const struct session *s, const struct migrate_args *args, struct migration *m)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 }, again CLEANUP(strbuf_release) = { 0 };
	struct plan_view view = { .is_quiet = args->quiet, .is_verbose = args->verbose };

	add_command_line(args, &again);
	view.again = again.ptr;
	if (args->format == FORMAT_JSON) {
		apply_add_lines(&m->plan, m->root);
		plan_write_json(&m->plan, migration_root_text(m), &text);
	} else {
		migration_add_report(s, m, &view, &text);
	}
	return print_out(s, strbuf_str(&text));
}

static int show(const struct session *s, const struct migrate_args *args, struct migration *m)
{
	int code = args->diff ? migration_print_diff(s, m) : print_report(s, args, m);

	if (code != EXIT_CLEAN)
		return code;
	return migration_count(m) ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int write_changes(const struct session *s, const struct migrate_args *args, struct migration *m)
{
	struct write_wish wish = {
		.command = args->branch ? "migrate --branch" : args->interactive ? "migrate --interactive" : "migrate --write",
		.branch = args->branch,
		.verify = args->verify,
		.force = args->force,
		.quiet = args->quiet,
	};
	int code = args->interactive ? migration_ask(s, m) : EXIT_CLEAN;

	if (code != EXIT_CLEAN)
		return code;
	if (migration_count(m))
		return migration_write(s, m, &wish);
	code = args->quiet ? EXIT_CLEAN : print_out(s, STR("Nothing to change\n"));
	return code == EXIT_CLEAN && m->refused ? EXIT_REFUSED : code;
}

static int migrate(const struct session *s, const void *values)
{
	const struct migrate_args *args = values;
	const char *wrong = contradiction(args);
	struct migration m;
	int code;

	if (wrong)
		return say_error(s, "%s", wrong);
	code = migration_plan(s, &args->plan, &m);
	if (code == EXIT_CLEAN)
		code = writes(args) ? write_changes(s, args, &m) : show(s, args, &m);
	migration_release(&m);
	return code;
}

const struct command cmd_migrate = {
	.name = "migrate",
	.summary = "mend what the audit finds: importers move, duplicates become redirects",
	.description =
		"Shows the changes that would mend the findings of an audit, each with its place, what it does, and how safe it "
		"is: \"safe\" ones are proven, \"ask\" ones want a human's eye and are made with --unsafe only, \"show\" ones "
		"cannot be made by a change of the text. With --write they are made: every file is compared with what was read, "
		"and either all changes are made or none is, also when the machine stops in the middle; canonry undo takes them "
		"back.\n"
		"\n"
		"Files with uncommitted changes are not written, nor are generated, vendored and ignored files. Ends with exit "
		"code 1 when there is something to change, and with 4 when a change that was asked for was refused or taken "
		"back.",
	.examples =
		(const struct example[]){
			{ "canonry migrate", "What would be changed below the current directory, and why." },
			{ "canonry migrate --family Engine --diff | less", "The same for one family, as a diff." },
			{ "canonry migrate --write --verify 'pytest -q'",
				"Make the changes; those with which the tests fail are taken back." },
			{ "canonry migrate --branch one-engine", "A branch with one commit for each step." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = migrate_opts,
	.args_size = sizeof(struct migrate_args),
	.run = migrate,
};
