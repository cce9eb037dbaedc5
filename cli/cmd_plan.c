/* canonry plan: write down what would be changed, to be reviewed and applied later. */
#include "base/base.h"
#include "cli/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "cli/migrate.h"
#include "cli/page.h"
#include "rewriters/plan_json.h"

struct plan_command_args {
	struct plan_args plan;
	const char *output;
};

static const struct opt plan_opts[] = {
	PLAN_OPTS(struct plan_command_args, plan),
	{ OPT_TEXT, "output", 'o', .value = "FILE", .group = "Report", .complete = COMPLETE_FILES,
		.offset = offsetof(struct plan_command_args, output),
		.help = "Write the plan to this file; \"-\", or nothing, is standard output." },
	RUN_OPTS(struct plan_command_args, plan.run),
	{ .name = NULL },
};

static int write_file(const struct session *s, const struct migration *m, const char *file, struct str text)
{
	struct strbuf said CLEANUP(strbuf_release) = { 0 };
	uint32_t changes = migration_count(m), files = migration_count_files(m);
	struct page page = { .out = &said, .width = s->out.width, .has_color = s->out.has_color };
	int code = print_file(s, file, text);

	if (code != EXIT_CLEAN)
		return code;
	page_printf(&page, STYLE_PLAIN, "%s: %s %s in %s %s; canonry apply %s makes them", file, number_text(changes).text,
		plural(changes, "change", "changes"), number_text(files).text, plural(files, "file", "files"), file);
	page_end(&page);
	return print_out(s, strbuf_str(&said));
}

static int plan(const struct session *s, const void *values)
{
	const struct plan_command_args *args = values;
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct migration m;
	int code = migration_plan(s, &args->plan, &m);

	if (code == EXIT_CLEAN) {
		apply_add_lines(&m.plan, m.root);
		plan_write_json(&m.plan, migration_root_text(&m), &text);
		if (args->output && strcmp(args->output, "-") != 0)
			code = write_file(s, &m, args->output, strbuf_str(&text));
		else
			code = print_out(s, strbuf_str(&text));
	}
	migration_release(&m);
	return code;
}

const struct command cmd_plan = {
	.name = "plan",
	.summary = "write down what migrate would change, for review",
	.description =
		"Writes the plan of a migration as JSON: every change with its finding, what it does, how safe it is and why; "
		"every file with its hash and the edits, byte by byte. Nothing is changed. The plan can be reviewed, kept, and "
		"handed to canonry apply, which does exactly what it says. A reviewer takes a change out by setting its state "
		"to \"held\", and one in by setting it to \"ready\".",
	.examples =
		(const struct example[]){
			{ "canonry plan --output plan.json", "Plan for the current directory." },
			{ "canonry apply plan.json", "Later: make these changes." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = plan_opts,
	.args_size = sizeof(struct plan_command_args),
	.run = plan,
};
