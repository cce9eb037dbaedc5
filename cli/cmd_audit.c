/* canonry audit: find the families, class their members, report what is wrong. */
#include "base/base.h"
#include "cli/command.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#include "cli/ratchet.h"
#include "cli/report/report.h"
#include "cli/suggest.h"

enum { FAIL_ON_ERROR, FAIL_ON_WARNING, FAIL_ON_NOTE, FAIL_ON_NEVER, FAIL_ON_DEFAULT };
static const char *const fail_on_names[] = { "error", "warning", "note", "never", NULL };
static const enum severity fail_on_severities[] = { SEVERITY_ERROR, SEVERITY_WARNING, SEVERITY_NOTE, SEVERITY_OFF };

#define FORMAT_DEFAULT UINT32_MAX

struct audit_args {
	struct run_args run;
	struct ratchet_args ratchet;
	struct opt_list paths, families, canonicals, outputs;
	unsigned format, fail_on;
	bool exit_zero, strict, quiet, verbose, all, suppressed;
};

static const struct opt audit_opts[] = {
	{ OPT_ARGS, "PATH", .offset = offsetof(struct audit_args, paths), .complete = COMPLETE_FILES,
		.help = "Directories to audit; the current one when none is given. With a file, the whole project is "
			"read and what touches the file is reported." },
	{ OPT_LIST, "family", .value = "NAME", .group = "What", .offset = offsetof(struct audit_args, families),
		.help = "Only the family of this product or of the member with this name, and everything about it." },
	RUN_CANONICAL_OPT(struct audit_args, canonicals),
	RATCHET_WHAT_OPT(struct audit_args, ratchet),
	{ OPT_CHOICE, "format", 'f', .value = "FORMAT", .group = "Report", .choices = report_names,
		.offset = offsetof(struct audit_args, format),
		.help = "The format on standard output; text when not given." },
	{ OPT_LIST, "output", 'o', .value = "FORMAT:FILE", .group = "Report", .complete = COMPLETE_FILES,
		.offset = offsetof(struct audit_args, outputs),
		.help = "Write a report to a file too; \"-\" is standard output, instead of the usual report." },
	{ OPT_FLAG, "all", 'a', .group = "Report", .offset = offsetof(struct audit_args, all),
		.help = "Report all families, not the worst ten." },
	{ OPT_FLAG, "show-suppressed", .group = "Report", .offset = offsetof(struct audit_args, suppressed),
		.help = "Report suppressed findings too, marked as such, in the formats that can: text, sarif, junit." },
	{ OPT_FLAG, "quiet", 'q', .group = "Report", .offset = offsetof(struct audit_args, quiet),
		.help = "Print findings only, one a line." },
	{ OPT_FLAG, "verbose", 'v', .group = "Report", .offset = offsetof(struct audit_args, verbose),
		.help = "Cut nothing off: all families, members, evidence, findings and gaps." },
	{ OPT_CHOICE, "fail-on", .value = "LEVEL", .group = "Gate", .choices = fail_on_names,
		.offset = offsetof(struct audit_args, fail_on),
		.help = "End with exit code 1 when there is a finding of this level or worse; warning when neither this "
			"nor the configuration says so." },
	{ OPT_FLAG, "exit-zero", .group = "Gate", .offset = offsetof(struct audit_args, exit_zero),
		.help = "End with exit code 0 also when there are findings." },
	{ OPT_FLAG, "strict", .group = "Gate", .offset = offsetof(struct audit_args, strict),
		.help = "End with exit code 3 when a file could not be read or does not parse." },
	RATCHET_OPTS(struct audit_args, ratchet),
	RUN_OPTS(struct audit_args, run),
	{ .name = NULL },
};

/* One report to be written. */
struct sink {
	const struct report *report;
	const char *file; /* NULL is standard output */
};

struct sinks {
	struct sink *items;
	size_t len, cap;
};

static bool parse_output(const char *text, struct sink *ret, struct err *err)
{
	struct str whole = str_from(text);
	size_t colon = str_find(whole, ':');
	struct suggestion near = { .given = str_slice(whole, 0, colon) };

	if (colon == whole.len || colon + 1 == whole.len)
		return err_set(err, "--output takes FORMAT:FILE, not '%s'", text);
	ret->report = report_find(near.given);
	ret->file = strcmp(text + colon + 1, "-") == 0 ? NULL : text + colon + 1;
	if (ret->report)
		return true;
	for (size_t i = 0; report_names[i]; i++)
		suggest_try(&near, str_from(report_names[i]));
	if (near.best.len)
		return err_set(err, "--output knows no format '" STR_FMT "'; did you mean '" STR_FMT "'?",
			STR_ARG(near.given), STR_ARG(near.best));
	return err_set(err, "--output knows no format '" STR_FMT "'", STR_ARG(near.given));
}

static bool check_sinks(const struct sinks *t, struct err *err)
{
	for (size_t i = 0; i < t->len; i++)
		for (size_t k = 0; k < i; k++) {
			const char *left = t->items[i].file, *right = t->items[k].file;

			if (!left && !right)
				return err_set(err, "two reports for standard output");
			if (left && right && strcmp(left, right) == 0)
				return err_set(err, "two reports for %s", left);
		}
	return true;
}

/* Standard output gets the --format, unless an --output claims it. */
static bool find_sinks(const struct audit_args *args, struct sinks *ret, struct err *err)
{
	bool is_claimed = false;

	for (size_t i = 0; i < args->outputs.len; i++) {
		struct sink sink;

		if (!parse_output(args->outputs.items[i], &sink, err))
			return false;
		is_claimed |= !sink.file;
		vec_push(ret, sink);
	}
	if (args->format != FORMAT_DEFAULT)
		vec_push(ret, (struct sink){ report_table[args->format], NULL });
	else if (!is_claimed && !args->ratchet.update)
		vec_push(ret, (struct sink){ report_find(STR("text")), NULL });
	return check_sinks(ret, err);
}

static struct gate find_gate(const struct audit_args *args, const struct config *c)
{
	unsigned fail_on = args->fail_on == FAIL_ON_DEFAULT ? FAIL_ON_WARNING : args->fail_on;

	if (args->fail_on == FAIL_ON_DEFAULT)
		for (unsigned i = 0; fail_on_names[i]; i++)
			if (str_is(c->fail_on, fail_on_names[i]))
				fail_on = i;
	return (struct gate){
		.fail_on = fail_on_severities[fail_on],
		.exit_zero = args->exit_zero,
		.strict = args->strict || c->strict,
	};
}

/* What a format has for a file that the environment names. Others write to it too, before and after. */
static bool append_second(const struct audit *a, const struct report *report, const struct report_options *o, struct err *err)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	const char *path = report->append ? getenv(report->append_variable) : NULL;
	int fd;
	bool ok;

	if (!path || !*path)
		return true;
	if (!report->append(a, o, &text, err))
		return false;
	fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0666);
	if (fd < 0)
		return err_errno(err, "cannot write %s, which %s names", path, report->append_variable);
	ok = file_write_all(fd, strbuf_str(&text)) || err_errno(err, "cannot write %s", path);
	close(fd);
	return ok;
}

static int write_sink(const struct session *s, const struct audit *a, const struct sink *sink, struct report_options o)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct err err = { 0 };

	o.width = sink->file ? TERM_WIDTH : s->out.width;
	o.has_color = !sink->file && s->out.has_color;
	o.is_terminal = !sink->file && s->out.is_terminal;
	if (!sink->report->write(a, &o, &text, &err) || !append_second(a, sink->report, &o, &err))
		return say_error(s, "%s", err.message);
	return sink->file ? print_file(s, sink->file, strbuf_str(&text)) : print_out(s, strbuf_str(&text));
}

/* All are written even when one cannot be; the first failure decides. */
static int write_sinks(const struct session *s, const struct audit_args *args, const struct audit *a,
	const struct sinks *sinks, const struct gate *gate, const struct verdict *verdict, const struct baseline *gone)
{
	struct report_options o = {
		.gate = gate,
		.verdict = verdict,
		.prefix = a->scope.prefix,
		.is_quiet = args->quiet,
		.is_verbose = args->verbose,
		.shows_all = args->all,
		.shows_suppressed = args->suppressed,
		.gone = gone,
		.is_narrowed = args->families.len || args->canonicals.len,
	};
	int failure = EXIT_CLEAN;

	for (size_t i = 0; i < sinks->len; i++) {
		int code = write_sink(s, a, &sinks->items[i], o);

		if (failure == EXIT_CLEAN)
			failure = code;
	}
	return failure;
}

static bool claims_output(const struct sinks *sinks)
{
	for (size_t i = 0; i < sinks->len; i++)
		if (!sinks->items[i].file)
			return true;
	return false;
}

/* There is no file that could show this. */
static void say_suppresses_nowhere(const struct session *s, const struct audit *a)
{
	vec_foreach (struct suppression, x, &a->findings.suppressions)
		if (x->first_file == NONE)
			say_note(s, STR_FMT ":%u: no file matches " STR_FMT ", whose findings this suppresses", STR_ARG(a->config_name),
				x->span.line, STR_ARG(x->pattern));
}

/* No family is found that could be held to it. */
static void say_idle_apis(const struct session *s, const struct audit *a)
{
	for (size_t i = 0; i < a->families.idle_apis.len; i++) {
		const struct config_api *api = a->families.idle_apis.items[i];

		say_note(s, STR_FMT ":%u:%u: api: " STR_FMT " has no family, so nothing is held to this list", STR_ARG(a->config_name), api->line, api->column,
			STR_ARG(api->product));
	}
}

static int report(const struct session *s, const struct audit_args *args, struct run *run, const struct sinks *sinks)
{
	const struct audit *a = &run->audit;
	struct gate gate = find_gate(args, &a->config);
	struct verdict verdict;
	struct ratchet ratchet = { 0 };
	int code = ratchet_compare(s, &args->ratchet, run, &ratchet);

	say_suppresses_nowhere(s, a);
	say_idle_apis(s, a);
	if (code == EXIT_CLEAN) {
		ratchet_set_gate(&ratchet, &gate);
		verdict = audit_verdict(a, &gate, ratchet.stale);
		code = write_sinks(s, args, a, sinks, &gate, &verdict, ratchet_gone(&ratchet));
		if (code == EXIT_CLEAN)
			code = ratchet_finish(s, &ratchet, a, &verdict, claims_output(sinks));
		if (code == EXIT_CLEAN)
			code = verdict.code;
	}
	ratchet_release(&ratchet);
	return code;
}

static int audit(const struct session *s, const void *values)
{
	const struct audit_args *args = values;
	struct run_wish wish = { .paths = &args->paths, .families = &args->families, .canonicals = &args->canonicals };
	struct sinks sinks = { 0 };
	struct err err = { 0 };
	struct run run = { 0 };
	const char *wrong = ratchet_contradiction(&args->ratchet);
	int code;

	if (args->quiet && args->verbose)
		wrong = "--quiet and --verbose contradict each other";
	if (wrong)
		return say_error(s, "%s", wrong);
	if (find_sinks(args, &sinks, &err))
		code = run_audit(s, &args->run, &wish, &run);
	else
		code = say_error(s, "%s", err.message);
	if (code == EXIT_CLEAN)
		code = report(s, args, &run, &sinks);
	run_release(&run);
	vec_release(&sinks);
	return code;
}

const struct command cmd_audit = {
	.name = "audit",
	.summary = "find what is created in several places, and what is wrong with it",
	.description =
		"Reads a code base and reports its families: which products are created in several places, which "
		"definition of each is the canonical one and why, what every other member is, who imports what from "
		"where, and what is wrong. Without configuration the families are discovered by what is created; they "
		"are ranked by what the fragmentation costs.\n"
		"\n"
		"Paths in the report are relative to the root: the given directory, or the deepest one that holds all "
		"given paths.",
	.examples =
		(const struct example[]){
			{ "canonry audit",
				"Audit the current directory; exit code 1 when there is something to mend." },
			{ "canonry audit --family Engine src", "Everything about the family of Engine." },
			{ "canonry audit --output json:audit.json",
				"The report on the screen, and all of it in a file." },
			{ "canonry audit --changed-since origin/main", "What a branch has brought or touched." },
			{ "canonry audit --baseline canonry-baseline.txt --update-baseline",
				"From now on only new findings fail the run." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = audit_opts,
	.args_size = sizeof(struct audit_args),
	.defaults = &(const struct audit_args){ .format = FORMAT_DEFAULT,
		.fail_on = FAIL_ON_DEFAULT,
		.ratchet.fail_on_new = FAIL_ON_NEW_NOT_GIVEN },
	.run = audit,
};
