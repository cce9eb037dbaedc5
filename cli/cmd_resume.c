/* canonry resume: what a crash or a kill interrupted is completed. */
#include "base/base.h"
#include "cli/command.h"

#include "cli/migration.h"
#include "cli/page.h"

struct resume_args {
	const char *id, *root;
};

static const struct opt resume_opts[] = {
	{ OPT_ARG, "ID", .offset = offsetof(struct resume_args, id),
		.help = "Which migration; there is only one that can be resumed, so this is for certainty." },
	{ OPT_TEXT, "root", .value = "DIR", .offset = offsetof(struct resume_args, root), .complete = COMPLETE_FOLDERS,
		.help = "The root of the code base; the current directory when not given." },
	{ .name = NULL },
};

static void say_done(const struct session *s, const struct transaction_result *result)
{
	say_note(s, "%s " STR_FMT " (" STR_FMT "): %s %s changed",
		result->is_taken_back ? "completed the undo of" : "completed", STR_ARG(result->id),
		STR_ARG(result->title), number_text(result->files).text, plural(result->files, "file", "files"));
}

/* Nothing to resume is what a script that wants certainty hopes for. */
static int resume_locked(const struct session *s, const void *values, struct transaction_lock *lock)
{
	const struct resume_args *args = values;
	struct transaction_result result;
	struct err err = { 0 };
	int code = EXIT_CLEAN;

	if (transaction_resume(lock, str_from(args->id), &result, &err))
		say_done(s, &result);
	else if (result.end == TRANSACTION_NOTHING)
		say_note(s, "%s", err.message);
	else
		code = migration_say_failure(s, &result, &err);
	transaction_result_release(&result);
	return code;
}

static int resume(const struct session *s, const void *values)
{
	const struct resume_args *args = values;
	struct arena arena = { 0 };
	struct str root;
	int code;

	if (!migration_root(s, args->root, &arena, &root))
		code = EXIT_USAGE;
	else
		code = migration_run_locked(s, root, resume_locked, values);
	arena_release(&arena);
	return code;
}

const struct command cmd_resume = {
	.name = "resume",
	.summary = "complete a migration that was interrupted",
	.description =
		"After a crash, a power cut or a kill in the middle of a migration, some files may be new and some old. This "
		"command writes the rest, from what was saved before the first change; when an undo was interrupted, it "
		"completes the undo. When a file was edited in between, nothing is changed and every such file is named. "
		"\"canonry undo\" goes the other way.",
	.examples =
		(const struct example[]){
			{ "canonry resume", "Complete what was interrupted; does nothing when nothing was." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = resume_opts,
	.args_size = sizeof(struct resume_args),
	.run = resume,
};
