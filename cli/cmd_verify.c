/* canonry verify: is there one canonical a family, and does every path end at it? */
#include "base/base.h"
#include "cli/command.h"

#include <stdlib.h>

#include "cli/page.h"
#include "cli/report/json_value.h"
#include "cli/run.h"
#include "cli/shell.h"
#include "rewriters/verify.h"

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const format_names[] = { "text", "json", NULL };

struct verify_args {
	struct run_args run;
	struct opt_list paths, families, canonicals;
	const char *command;
	unsigned format;
	bool verbose;
};

static const struct opt verify_opts[] = {
	RUN_PATHS_OPT(struct verify_args, paths),
	RUN_FAMILY_OPT(struct verify_args, families),
	RUN_CANONICAL_OPT(struct verify_args, canonicals),
	{ OPT_TEXT, "run", .value = "COMMAND", .group = "What", .offset = offsetof(struct verify_args, command),
		.help = "Run a command of yours too, by the shell and in the root: the state holds only when it ends with 0." },
	{ OPT_CHOICE, "format", 'f', .value = "FORMAT", .group = "Report", .choices = format_names,
		.offset = offsetof(struct verify_args, format), .help = "How to print the proof." },
	{ OPT_FLAG, "verbose", 'v', .group = "Report", .offset = offsetof(struct verify_args, verbose),
		.help = "List every path, also of families that hold." },
	RUN_OPTS(struct verify_args, run),
	{ .name = NULL },
};

/* --- For people --- */

#define PATHS_SHOWN 12
#define VERDICT_COLUMN 4
#define PATH_COLUMN 15

static enum style verdict_style(enum path_verdict verdict)
{
	return verdict == PATH_SAME ? STYLE_GOOD : verdict == PATH_BY_DESIGN ? STYLE_PLAIN : STYLE_ERROR;
}

static void add_path(struct page *p, const struct proof *x, const struct proof_path *path)
{
	page_pad(p, VERDICT_COLUMN);
	page_add(p, verdict_style(path->verdict), str_from(path_verdict_names[path->verdict]));
	page_pad(p, PATH_COLUMN);
	page_add(p, STYLE_PLAIN, path->path);
	if (!str_eq(path->end, path->path) && !str_eq(path->end, x->canonical)) {
		page_printf(p, STYLE_DIM, path->verdict == PATH_BROKEN ? " ends nowhere: " : " is ");
		page_wrap(p, STYLE_PLAIN, PATH_COLUMN + 2, path->end);
	}
	page_end(p);
}

static void add_paths(struct page *p, const struct proof *x, bool shows_all)
{
	uint32_t shown = 0, left = 0;

	/* What is wrong comes first; of the rest there may be hundreds. */
	for (int good = 0; good < 2; good++) {
		vec_foreach(struct proof_path, path, &x->paths) {
			bool is_good = path->verdict == PATH_SAME || path->verdict == PATH_BY_DESIGN;

			if (is_good != (good == 1))
				continue;
			if (is_good && !shows_all && shown >= PATHS_SHOWN)
				left++;
			else
				add_path(p, x, path);
			shown++;
		}
	}
	if (left) {
		page_pad(p, VERDICT_COLUMN);
		page_printf(p, STYLE_DIM, "and %s more; --verbose lists them", number_text(left).text);
		page_end(p);
	}
}

static void add_dangling(struct page *p, const struct audit *a, const struct proof *x)
{
	vec_foreach(struct proof_dangling, d, &x->dangling) {
		page_pad(p, VERDICT_COLUMN);
		page_add(p, STYLE_ERROR, STR("dangling"));
		page_pad(p, PATH_COLUMN);
		page_printf(p, STYLE_PLACE, STR_FMT STR_FMT ":%u", STR_ARG(a->scope.prefix), STR_ARG(a->project.files[d->file].path), d->line);
		page_printf(p, STYLE_PLAIN, " ");
		page_wrap(p, STYLE_PLAIN, PATH_COLUMN + 2, d->path);
		if (d->is_guarded)
			page_printf(p, STYLE_DIM, " (in a try)");
		page_end(p);
	}
}

static void add_proof(struct page *p, const struct audit *a, const struct proof *x, bool is_verbose)
{
	page_add(p, x->holds ? STYLE_GOOD : STYLE_ERROR, x->holds ? STR("holds ") : STR("fails "));
	page_add(p, STYLE_BOLD, x->product);
	page_printf(p, STYLE_PLAIN, ": ");
	if (x->canonical.len)
		page_wrap(p, STYLE_PLAIN, VERDICT_COLUMN, x->canonical);
	else
		page_wrap(p, STYLE_WARNING, VERDICT_COLUMN, STR("no canonical"));
	page_end(p);
	page_pad(p, 2);
	page_printf(p, STYLE_DIM, "%u of %zu paths end at it, %u are something else by design, %u rival, %u broken; %u imports, %zu dangling",
		    x->verdicts[PATH_SAME], x->paths.len, x->verdicts[PATH_BY_DESIGN], x->verdicts[PATH_RIVAL], x->verdicts[PATH_BROKEN], x->imports,
		    x->dangling.len);
	page_end(p);
	if (!x->canonical.len && x->decision.len) {
		page_pad(p, VERDICT_COLUMN);
		page_wrap(p, STYLE_PLAIN, VERDICT_COLUMN, x->decision);
		page_end(p);
	}
	if (!x->holds || is_verbose) {
		add_paths(p, x, is_verbose);
		add_dangling(p, a, x);
	}
}

static void write_text(const struct session *s, const struct verify_args *args, const struct audit *a, const struct proofs *proofs,
		       const struct shell_result *command, struct strbuf *out)
{
	struct page p = { .out = out, .width = s->out.is_terminal ? s->out.width : 0, .has_color = s->out.has_color };

	vec_foreach(struct proof, x, &proofs->items)
		add_proof(&p, a, x, args->verbose);
	if (proofs->items.len)
		page_end(&p);
	page_printf(&p, proofs->failed ? STYLE_ERROR : STYLE_GOOD, "%zu %s, %u fail", proofs->items.len,
		    plural(proofs->items.len, "family", "families"), proofs->failed);
	page_end(&p);
	if (!args->command)
		return;
	page_printf(&p, command->status == 0 ? STYLE_GOOD : STYLE_ERROR, command->status == 0 ? "the command passed" : "the command failed with %d", command->status);
	page_end(&p);
	if (command->status != 0)
		page_paragraphs(&p, 2, strbuf_str(&command->output));
}

/* --- For machines --- */

static void add_json_proof(cJSON *list, const struct audit *a, const struct proof *x)
{
	cJSON *item = json_append(list), *paths, *dangling;

	json_text(item, "product", x->product);
	json_text_or_null(item, "canonical", x->canonical);
	json_bool(item, "holds", x->holds);
	json_text_or_null(item, "decision", x->decision);
	json_number(item, "imports", x->imports);
	paths = json_array(item, "paths");
	vec_foreach(struct proof_path, path, &x->paths) {
		cJSON *one = json_append(paths);

		json_text(one, "import", path->path);
		json_text(one, "end", path->end);
		json_text(one, "verdict", str_from(path_verdict_names[path->verdict]));
		json_text(one, "class", str_from(member_class_names[path->class]));
		json_place(one, &a->project, path->file, path->line);
	}
	dangling = json_array(item, "dangling");
	vec_foreach(struct proof_dangling, d, &x->dangling) {
		cJSON *one = json_append(dangling);

		json_text(one, "import", d->path);
		json_bool(one, "guarded", d->is_guarded);
		json_place(one, &a->project, d->file, d->line);
	}
}

static void write_json(const struct verify_args *args, const struct audit *a, const struct proofs *proofs, const struct shell_result *command,
		       struct strbuf *out)
{
	cJSON *root, *list;

	json_init();
	root = cJSON_CreateObject();
	json_number(root, "schema", 1);
	json_bool(root, "holds", proofs->failed == 0 && (!args->command || command->status == 0));
	list = json_array(root, "families");
	vec_foreach(struct proof, x, &proofs->items)
		add_json_proof(list, a, x);
	if (args->command) {
		cJSON *run = json_object(root, "command");

		json_text(run, "line", str_from(args->command));
		json_signed(run, "status", command->status);
	}
	json_print(root, out);
}

/* --- The command --- */

static int verify_audited(const struct session *s, const struct verify_args *args, struct audit *a)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct rule_input in = audit_rule_input(a);
	struct shell_result command = { 0 };
	struct proofs proofs;
	int code;

	proofs_make(&in, &proofs);
	if (args->command)
		shell_run(a->scope.root.ptr, args->command, s->cancel, &command);
	if (args->format == FORMAT_JSON)
		write_json(args, a, &proofs, &command, &text);
	else
		write_text(s, args, a, &proofs, &command, &text);
	code = print_out(s, strbuf_str(&text));
	if (code == EXIT_CLEAN && (proofs.failed || command.status != 0))
		code = EXIT_FINDINGS;
	proofs_release(&proofs);
	shell_release(&command);
	return code;
}

static int verify(const struct session *s, const void *values)
{
	const struct verify_args *args = values;
	struct run_wish wish = { .paths = &args->paths, .families = &args->families, .canonicals = &args->canonicals };
	struct run run;
	int code = run_audit(s, &args->run, &wish, &run);

	if (code == EXIT_CLEAN)
		code = verify_audited(s, args, &run.audit);
	run_release(&run);
	return code;
}

const struct command cmd_verify = {
	.name = "verify",
	.summary = "prove that every path of a family ends at one canonical",
	.description =
		"For every family: is one canonical elected, does every production path to its members end at the same object, "
		"is anything under the family's name another implementation, and does an import end nowhere? With --run a "
		"command of yours has its say too. Ends with 0 when all holds, with 1 when something does not.\n"
		"\n"
		"The proof is static: it follows imports, aliases and re-exports as Python would. What a module does to itself "
		"when it runs (setattr, sys.modules) is beyond it.",
	.examples =
		(const struct example[]){
			{ "canonry verify --family Engine", "Is there one Engine?" },
			{ "canonry verify --run 'python3 -m pytest -q'", "The proof, and the tests." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = verify_opts,
	.args_size = sizeof(struct verify_args),
	.run = verify,
};
