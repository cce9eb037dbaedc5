/* canonry report: for a release or an audit, what the code says about controls; and the proof of a chain of such reports. */
#include "base/base.h"
#include "cli/command.h"

#include <string.h>

#include "base/file.h"
#include "cli/compliance.h"
#include "cli/page.h"
#include "cli/past.h"
#include "cli/report/json_value.h"
#include "cli/run.h"

enum { FORMAT_JSON, FORMAT_MARKDOWN };
static const char *const format_names[] = { "json", "markdown", NULL };

struct report_args {
	struct run_args run;
	struct opt_list paths;
	const char *controls, *before, *before_from, *previous, *markdown;
	unsigned format;
	bool check, mapping;
};

static const struct opt report_opts[] = {
	{ OPT_ARGS, "PATH", .offset = offsetof(struct report_args, paths), .complete = COMPLETE_FILES,
		.help = "Directories to audit, as for audit; with --check the reports, the oldest first." },
	{ OPT_TEXT, "controls", .value = "MAPPING", .group = "What", .is_optional = true, .complete = COMPLETE_FILES,
		.offset = offsetof(struct report_args, controls),
		.help = "Report on the controls of this file, or of the shipped mapping when there is no file." },
	{ OPT_TEXT, "before", .value = "FILE", .group = "What", .complete = COMPLETE_FILES, .offset = offsetof(struct report_args, before),
		.help = "Compare the families with those of an earlier report: one of these, or the JSON report of an audit. "
			"Without it the --previous one is taken." },
	{ OPT_TEXT, "before-from", .value = "REF", .group = "What", .offset = offsetof(struct report_args, before_from),
		.help = "Compare the families with those of this commit." },
	{ OPT_TEXT, "previous", .value = "FILE", .group = "What", .complete = COMPLETE_FILES, .offset = offsetof(struct report_args, previous),
		.help = "The report that this one follows; its seal has to hold." },
	{ OPT_FLAG, "check", .group = "What", .offset = offsetof(struct report_args, check),
		.help = "Prove that each of these reports is as it was made, and that each follows the one before it." },
	{ OPT_FLAG, "mapping", .group = "What", .offset = offsetof(struct report_args, mapping),
		.help = "Print the shipped mapping, as a beginning for one of your own." },
	{ OPT_CHOICE, "format", 'f', .value = "FORMAT", .group = "Report", .choices = format_names,
		.offset = offsetof(struct report_args, format), .help = "json is what is sealed; markdown is for people." },
	{ OPT_TEXT, "markdown", .value = "FILE", .group = "Report", .complete = COMPLETE_FILES,
		.offset = offsetof(struct report_args, markdown), .help = "Write it for people too, with the digest of the sealed one." },
	RUN_OPTS(struct report_args, run),
	{ .name = NULL },
};

/* --- A chain --- */

struct link_of_chain {
	struct seal seal;
	const char *file;
};

static bool check_file(const char *file, const struct link_of_chain *before, struct link_of_chain *ret, struct err *err)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	ret->file = file;
	if (!file_read(file, SEAL_BYTES_MAX, &text, err) || !seal_check(file, strbuf_str(&text), &ret->seal, err))
		return false;
	if (before->file && !ret->seal.previous.text[0])
		return err_set(err, "%s: is the first of a chain, but stands behind %s", file, before->file);
	if (before->file && strcmp(ret->seal.previous.text, before->seal.digest.text) != 0)
		return err_set(err, "%s: does not follow %s: one is missing, or was made anew", file, before->file);
	return true;
}

static void add_link(struct page *p, const struct link_of_chain *l)
{
	page_add(p, STYLE_GOOD, STR("holds "));
	page_add(p, STYLE_BOLD, str_from(l->file));
	page_printf(p, STYLE_PLAIN, " of %s, sha256:%s", l->seal.time, l->seal.digest.text);
	page_end(p);
}

/* The first wrong link ends it: behind it nothing is proven. */
static int check_chain(const struct session *s, const struct opt_list *files)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };
	struct page p = { .out = &out, .has_color = s->out.has_color };
	struct link_of_chain before = { .file = NULL }, first = { .file = NULL };
	struct err err = { 0 };
	int code = EXIT_CLEAN;

	if (!files->len)
		return say_error(s, "--check needs the reports, the oldest first");
	for (size_t i = 0; i < files->len && code == EXIT_CLEAN; i++) {
		struct link_of_chain now;

		if (!check_file(files->items[i], &before, &now, &err)) {
			code = file_exists(files->items[i]) ? EXIT_FINDINGS : EXIT_USAGE;
			break;
		}
		add_link(&p, &now);
		first = first.file ? first : now;
		before = now;
	}
	if (code == EXIT_CLEAN) {
		page_printf(&p, STYLE_GOOD, "%zu %s, a chain %s", files->len, plural(files->len, "report", "reports"),
			first.seal.previous.text[0] ? "that follows an older report" : "from its beginning");
		page_end(&p);
	}
	if (print_out(s, strbuf_str(&out)) != EXIT_CLEAN)
		return EXIT_USAGE;
	if (code != EXIT_CLEAN)
		say_error(s, "%s", err.message);
	return code;
}

/* --- A report --- */

struct job {
	const struct report_args *args;
	struct compliance_input in;
	struct controls controls;
	struct earlier earlier;
	struct seal previous;
	struct arena arena;
};

static bool read_mapping(struct job *j, struct err *err)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	const char *file = j->args->controls;

	if (*file && !file_read(file, CONTROLS_BYTES_MAX, &text, err))
		return false;
	j->in.mapping_name = str_from(file);
	j->in.mapping_text = *file ? arena_str(&j->arena, strbuf_str(&text)) : (struct str){ (const char *)controls_yaml, controls_yaml_len };
	j->in.controls = &j->controls;
	return controls_parse(&j->arena, *file ? file : "controls.yaml", j->in.mapping_text, &j->controls, err);
}

static bool read_previous(struct job *j, struct err *err)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	const char *file = j->args->previous;

	if (!file)
		return true;
	j->in.previous = &j->previous;
	return file_read(file, SEAL_BYTES_MAX, &text, err) && seal_check(file, strbuf_str(&text), &j->previous, err);
}

static bool read_earlier(struct job *j, struct err *err)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	const char *file = j->args->before ? j->args->before : j->args->previous;

	if (!file || j->args->before_from)
		return true;
	j->in.earlier = &j->earlier;
	j->in.earlier_name = file;
	return file_read(file, SEAL_BYTES_MAX, &text, err) && earlier_parse(file, strbuf_str(&text), &j->earlier, err);
}

/* What an audit of another commit finds. */
static bool look_back(struct job *j, const struct run *run, struct err *err)
{
	struct past past = { 0 };
	bool ok = !j->args->before_from || past_find(run, j->args->before_from, false, &past, err);

	if (ok && j->args->before_from) {
		j->in.earlier = &j->earlier;
		j->in.earlier_name = arena_str(&j->arena, past.revision.commit).ptr;
		vec_foreach (struct past_family, f, &past.families)
			vec_push(&j->earlier.families,
				(struct earlier_family){ .product = arena_str(&j->earlier.arena, f->product), .implementations = f->independent });
	}
	past_release(&past);
	return ok;
}

/* What is printed for people is made from the sealed text: both have one digest. */
static int write_report(const struct session *s, const struct job *j)
{
	struct strbuf json CLEANUP(strbuf_release) = { 0 }, markdown CLEANUP(strbuf_release) = { 0 };
	cJSON *sealed;
	int code = EXIT_CLEAN;

	json_print(compliance_make(&j->in), &json);
	seal_close(&json);
	sealed = cJSON_ParseWithLength(json.ptr, json.len);
	compliance_write_markdown(sealed, &markdown);
	cJSON_Delete(sealed);
	if (j->args->markdown)
		code = print_file(s, j->args->markdown, strbuf_str(&markdown));
	if (code == EXIT_CLEAN)
		code = print_out(s, strbuf_str(j->args->format == FORMAT_JSON ? &json : &markdown));
	return code;
}

static int make_report(const struct session *s, const struct report_args *args)
{
	struct job job = { .args = args };
	struct run_wish wish = { .paths = &args->paths };
	struct err err = { 0 };
	struct run run = { 0 };
	int code;

	if (read_mapping(&job, &err) && read_previous(&job, &err) && read_earlier(&job, &err))
		code = run_audit(s, &args->run, &wish, &run);
	else
		code = say_error(s, "%s", err.message);
	job.in.audit = &run.audit;
	if (code == EXIT_CLEAN && !look_back(&job, &run, &err))
		code = say_error(s, "--before-from: %s", err.message);
	if (code == EXIT_CLEAN)
		code = write_report(s, &job);
	run_release(&run);
	earlier_release(&job.earlier);
	arena_release(&job.arena);
	return code;
}

static int report(const struct session *s, const void *values)
{
	const struct report_args *args = values;

	if (!args->controls + !args->check + !args->mapping != 2)
		return say_error(s, "report needs one of --controls, --check and --mapping");
	if (args->mapping)
		return print_out(s, (struct str){ (const char *)controls_yaml, controls_yaml_len });
	if (args->before && args->before_from)
		return say_error(s, "--before and --before-from contradict each other");
	return args->check ? check_chain(s, &args->paths) : make_report(s, args);
}

const struct command cmd_report = {
	.name = "report",
	.summary = "say for an audit or a release what the code supports of controls, in a chain of sealed reports",
	.description =
		"With --controls: families with their implementations before and now, and for every control of a mapping "
		"(SOC 2, HIPAA and SEC rules are shipped; --mapping prints it) which findings and facts support it and which "
		"speak against it. Such a report never says that anything is compliant. It names the commit, whether the sources "
		"differ from it, the digests of configuration and mapping, the version and the time, ends with its own SHA-256, and "
		"with --previous names that of the report before it.\n"
		"\n"
		"With --check: exit code 0 when every report is as it was made and follows the one before it, 1 when not. Digests "
		"have no key: keep the newest where nobody can change it.",
	.examples =
		(const struct example[]){
			{ "canonry report --controls > controls-1.json", "The first report of a chain, with the shipped mapping." },
			{ "canonry report --controls=our.yaml --previous controls-1.json --markdown release.md > controls-2.json",
				"The next one, with a mapping of your own, and a page for people." },
			{ "canonry report --check controls-1.json controls-2.json", "Are both as they were made?" },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = report_opts,
	.args_size = sizeof(struct report_args),
	.run = report,
};
