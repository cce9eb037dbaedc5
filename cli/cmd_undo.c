/* canonry undo: the files of a migration become what they were before it. */
#include "base/base.h"
#include "cli/command.h"

#include "cli/migration.h"
#include "cli/page.h"

struct undo_args {
	const char *id, *root;
	bool list, force;
};

static const struct opt undo_opts[] = {
	{ OPT_ARG, "ID", .offset = offsetof(struct undo_args, id),
		.help = "Which migration, as --list names it; when not given, one that was interrupted, or else the latest "
			"of the root." },
	{ OPT_FLAG, "list", 'l', .offset = offsetof(struct undo_args, list),
		.help = "Undo nothing; list what can be undone, the oldest first." },
	{ OPT_FLAG, "force", .offset = offsetof(struct undo_args, force),
		.help = "Put the old content back also into files that were edited since; the edits are lost." },
	{ OPT_TEXT, "root", .value = "DIR", .offset = offsetof(struct undo_args, root), .complete = COMPLETE_FOLDERS,
		.help = "The root of the code base; the current directory when not given." },
	{ .name = NULL },
};

enum { ID_COLUMN_GAP = 2, STATE_WIDTH = 18 };

static unsigned id_width(const struct transaction_list *list)
{
	size_t width = 0;

	vec_foreach (struct transaction_info, t, &list->items)
		width = MAX(width, t->id.len);
	return (unsigned)width + ID_COLUMN_GAP;
}

static void add_row(struct page *p, const struct transaction_info *t, unsigned width, struct str root)
{
	page_add(p, STYLE_BOLD, t->id);
	page_pad(p, width);
	page_add(p, t->state == TRANSACTION_COMMITTED ? STYLE_GOOD : STYLE_WARNING,
		str_from(transaction_state_names[t->state]));
	page_pad(p, width + STATE_WIDTH);
	page_add(p, STYLE_PLAIN, t->title);
	if (t->state == TRANSACTION_PREPARED || t->state == TRANSACTION_UNDOING)
		page_printf(p, STYLE_PLAIN, " (%s of %s %s new)", number_text(t->done).text, number_text(t->files).text,
			plural(t->files, "file", "files"));
	page_end(p);
	page_pad(p, width);
	page_add(p, STYLE_DIM, t->time);
	if (t->command.len)
		page_printf(p, STYLE_DIM, ", canonry " STR_FMT, STR_ARG(t->command));
	if (t->root.len && !str_eq(t->root, root))
		page_printf(p, STYLE_DIM, ", in " STR_FMT, STR_ARG(t->root));
	page_end(p);
}

static int list(const struct session *s, struct str root)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct page p = { .out = &text, .has_color = s->out.has_color };
	struct transaction_list all;
	struct err err = { 0 };

	if (!transaction_list(root, &all, &err))
		return say_error(s, "%s", err.message);
	vec_foreach (struct transaction_info, t, &all.items)
		add_row(&p, t, id_width(&all), root);
	if (all.items.len == 0)
		say_note(s, "there is nothing to undo");
	transaction_list_release(&all);
	return print_out(s, strbuf_str(&text));
}

static int undo_locked(const struct session *s, const void *values, struct transaction_lock *lock)
{
	const struct undo_args *args = values;
	struct transaction_result result;
	struct err err = { 0 };
	int code = EXIT_CLEAN;

	if (transaction_undo(lock, str_from(args->id), args->force, &result, &err))
		say_note(s, "took back " STR_FMT " (" STR_FMT "): %s %s changed", STR_ARG(result.id),
			STR_ARG(result.title), number_text(result.files).text, plural(result.files, "file", "files"));
	else
		code = migration_say_failure(s, &result, &err);
	transaction_result_release(&result);
	return code;
}

static int undo(const struct session *s, const void *values)
{
	const struct undo_args *args = values;
	struct arena arena = { 0 };
	struct str root;
	int code;

	if (!migration_root(s, args->root, &arena, &root))
		code = EXIT_USAGE;
	else if (args->list)
		code = args->id || args->force ? say_error(s, "--list takes neither an ID nor --force") : list(s, root);
	else
		code = migration_run_locked(s, root, undo_locked, values);
	arena_release(&arena);
	return code;
}

const struct command cmd_undo = {
	.name = "undo",
	.summary = "take a migration back, byte for byte",
	.description =
		"Puts every file that a migration changed or removed back to what it was before: its bytes, mode and owner. "
		"A migration that was interrupted is taken back, too. When a file was edited since, nothing is changed and "
		"every such file is named; --force gives the edits up.\n\n"
		"The latest twenty migrations of a root are kept. What has been taken back is forgotten.",
	.examples =
		(const struct example[]){
			{ "canonry undo", "Take the latest migration back, or the one that was interrupted." },
			{ "canonry undo --list", "See what can be taken back." },
			{ "canonry undo 20270114-091500-1", "Take this one back." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = undo_opts,
	.args_size = sizeof(struct undo_args),
	.run = undo,
};
