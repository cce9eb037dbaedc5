/* canonry dump: one stage of the pipeline as stable text, for tests and for whoever wants to see what is known. */
#include "base/base.h"
#include "cli/command.h"

#include <string.h>

#include "base/file.h"
#include "base/utf8.h"
#include "cli/dump_cfacts.h"
#include "cli/migrate.h"
#include "cli/run.h"

static const char *const stage_names[] = { "facts", "links", "families", "findings", "names", "plan", "cfacts", NULL };

struct dump_args {
	struct run_args run;
	const char *stage;
	struct opt_list paths, families, canonicals, only;
	bool skim, unsafe;
};

static const struct opt dump_opts[] = {
	{ OPT_ARG, "STAGE", .offset = offsetof(struct dump_args, stage), .choices = stage_names, .is_required = true,
		.help = "What to print." },
	{ OPT_ARGS, "PATH", .offset = offsetof(struct dump_args, paths), .complete = COMPLETE_FILES,
		.help = "Files or directories; nothing else is read. The current directory when none is given." },
	{ OPT_LIST, "family", .value = "NAME", .offset = offsetof(struct dump_args, families),
		.help = "Only the family of this product or member." },
	{ OPT_LIST, "canonical", .value = "MODULE:NAME", .offset = offsetof(struct dump_args, canonicals),
		.help = "Only the family whose canonical definition this is, whatever the evidence says." },
	{ OPT_FLAG, "skim", .offset = offsetof(struct dump_args, skim),
		.help = "Facts as an audit gets them for every file, without parsing it." },
	{ OPT_LIST, "only", .value = "CODE[,CODE]", .offset = offsetof(struct dump_args, only), .complete = COMPLETE_RULES,
		.help = "In a plan only what mends findings of these rules." },
	{ OPT_FLAG, "unsafe", .offset = offsetof(struct dump_args, unsafe),
		.help = "In a plan also the changes that ask for a human's eye." },
	RUN_OPTS(struct dump_args, run),
	{ .name = NULL },
};

/* Text with one heading for each file. */
static void add_heading(const struct file *file, struct strbuf *out)
{
	strbuf_printf(out, "file " STR_FMT "\n", STR_ARG(file->path));
}

static void dump_facts(struct audit *a, struct strbuf *out)
{
	for (file_id i = 0; i < a->project.file_count; i++) {
		const struct file *file = &a->project.files[i];

		add_heading(file, out);
		outline_dump(&file->outline, out);
		if (file->is_parsed)
			details_dump(&file->details, out);
	}
}

static void dump_links(struct audit *a, struct strbuf *out)
{
	for (file_id i = 0; i < a->project.file_count; i++) {
		add_heading(&a->project.files[i], out);
		link_dump(a->link, i, out);
	}
}

static void dump_families(struct audit *a, struct strbuf *out)
{
	families_dump(&a->families, &a->project, out);
}

static void dump_findings(struct audit *a, struct strbuf *out)
{
	findings_dump(&a->findings, &a->project, out);
}

/* The audit keeps no sources: they are read again. */
static void dump_names_of(const struct audit *a, const struct file *file, struct strbuf *source, struct strbuf *out)
{
	const struct lang *lang = file->lang;
	struct strbuf path CLEANUP(strbuf_release) = { 0 };
	struct lang_parser *parser;
	struct arena arena = { 0 };
	struct source_names names;
	struct err err = { 0 };

	strbuf_printf(&path, STR_FMT "/" STR_FMT, STR_ARG(a->project.root), STR_ARG(file->path));
	if (!file_read(path.ptr, 0, source, &err)) {
		strbuf_printf(out, "unreadable: %s\n", err.message);
		return;
	}
	parser = lang->parser_new();
	lang->source->names(parser, strbuf_str(source), &arena, &names);
	source_names_dump(&names, out);
	lang->parser_free(parser);
	arena_release(&arena);
}

static void dump_names(struct audit *a, struct strbuf *out)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };

	for (file_id i = 0; i < a->project.file_count; i++) {
		const struct file *file = &a->project.files[i];

		add_heading(file, out);
		if (file->lang && file->lang->source && !file->is_unreadable)
			dump_names_of(a, file, &source, out);
	}
}

/* What a stage's dump is made from. */
struct dump {
	struct audit *audit;
	const struct dump_args *args;
	struct err err;
};

static bool dump_plan(struct dump *d, struct strbuf *out)
{
	struct plan plan = { 0 };
	bool ok = migration_make(d->audit, &d->args->only, d->args->unsafe, &plan, &d->err);

	if (ok)
		plan_dump(&plan, out);
	plan_release(&plan);
	return ok;
}

/* Names come from sources and from the disk: line by line, nothing of them reaches the terminal raw. */
static int print_safe(const struct session *s, struct str text)
{
	struct strbuf safe CLEANUP(strbuf_release) = { 0 };
	struct str line;

	while (str_next(&text, '\n', &line)) {
		utf8_add_safe(&safe, line);
		strbuf_addch(&safe, '\n');
	}
	return print_out(s, strbuf_str(&safe));
}

static void (*const stage_dumps[])(
	struct audit *a, struct strbuf *out) = { dump_facts, dump_links, dump_families, dump_findings, dump_names };
_Static_assert(ARRAY_LEN(stage_names) == ARRAY_LEN(stage_dumps) + 3, "every stage but two has a dump of the audit");

static bool dump_stage(struct dump *d, size_t stage, struct strbuf *out)
{
	if (stage == ARRAY_LEN(stage_dumps))
		return dump_plan(d, out);
	stage_dumps[stage](d->audit, out);
	return true;
}

/* C and C++ by the text alone: no audit is needed, and none made. */
static int dump_each_cfacts(const struct session *s, const struct opt_list *paths)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };

	for (size_t i = 0; i < paths->len; i++)
		if (!dump_cfacts(paths->items[i], &text, &err))
			return say_error(s, "%s", err.message);
	if (paths->len == 0 && !dump_cfacts(".", &text, &err))
		return say_error(s, "%s", err.message);
	return print_safe(s, strbuf_str(&text));
}

static int dump(const struct session *s, const void *values)
{
	const struct dump_args *args = values;
	struct run_args run_args = args->run;
	struct run_wish wish = {
		.paths = &args->paths, .families = &args->families, .canonicals = &args->canonicals, .only_paths = true
	};
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct run run;
	size_t stage = 0;
	int code;

	if (strcmp(args->stage, "cfacts") == 0)
		return dump_each_cfacts(s, &args->paths);
	while (strcmp(stage_names[stage], args->stage) != 0)
		stage++;
	run_args.parse_all |= strcmp(args->stage, "facts") == 0 && !args->skim;
	code = run_audit(s, &run_args, &wish, &run);
	if (code == EXIT_CLEAN) {
		struct dump d = { .audit = &run.audit, .args = args };

		code = dump_stage(&d, stage, &text) ? print_safe(s, strbuf_str(&text)) : say_error(s, "%s", d.err.message);
	}
	run_release(&run);
	return code;
}

const struct command cmd_dump = {
	.name = "dump",
	.summary = "print a stage of the analysis as text",
	.description =
		"Prints what one stage of the analysis knows, as text that is the same for the same input: the facts of each "
		"file, what the names of each file end at, the families with their members and importers, the findings, the "
		"names that each file binds and reads, with their scopes, the plan of a migration, or, read from the text alone, "
		"the functions, records and includes of C and C++ files.",
	.group = GROUP_MORE,
	.opts = dump_opts,
	.args_size = sizeof(struct dump_args),
	.run = dump,
};
