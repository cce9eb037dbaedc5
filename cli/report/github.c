/* Annotations of GitHub Actions: every finding as a line of the log, the worst as workflow commands, all in the summary. */
#include "base/base.h"
#include "cli/report/report.h"

#include "base/utf8.h"
#include "cli/command.h"
#include "cli/page.h"
#include "cli/report/item.h"
#include "cli/report/markdown.h"

/* GitHub shows ten annotations of each level a step, and drops the others without a word. */
#define SHOWN_MAX 10

/* A summary of more than a MiB is refused whole. */
#define SUMMARY_MAX 1000000

static const char *const commands[SEVERITY_COUNT] = {
	[SEVERITY_OFF] = "notice",
	[SEVERITY_NOTE] = "notice",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

/* --- Escaping --- */

/* `special`: further characters that end the text where it stands. */
static void add_escaped(struct strbuf *out, struct str text, const char *special)
{
	struct strbuf valid CLEANUP(strbuf_release) = { 0 };

	utf8_add_valid(&valid, text);
	for (size_t i = 0; i < valid.len; i++) {
		unsigned char c = (unsigned char)valid.ptr[i];

		if (c == '%' || c == '\r' || c == '\n' || c == '\0' || (c && strchr(special, c)))
			strbuf_printf(out, "%%%02X", c);
		else
			strbuf_addch(out, (char)c);
	}
}

static void add_property(struct strbuf *out, const char *before, struct str value)
{
	strbuf_addz(out, before);
	add_escaped(out, value, ":,");
}

/* The runner also takes "##[command]" anywhere in a line for one of its own. */
static void add_line_text(struct strbuf *out, struct str text)
{
	struct strbuf safe CLEANUP(strbuf_release) = { 0 };
	struct str rest;

	utf8_add_safe(&safe, text);
	for (rest = strbuf_str(&safe); rest.len; rest = str_slice(rest, 1, rest.len)) {
		strbuf_addch(out, rest.ptr[0]);
		if (str_starts(rest, STR("#[")))
			strbuf_addch(out, ' ');
	}
}

/* --- Lines --- */

/* The dash: a line that begins with two colons would be a command, whatever a file is called. */
static void add_log_line(struct strbuf *out, const struct item *x)
{
	const struct finding *f = x->finding;

	strbuf_addz(out, "- ");
	add_line_text(out, x->path);
	strbuf_printf(out, ":%u:%u: %s %s ", f->span.line, f->span.column, severity_names[f->severity], f->rule->code);
	add_line_text(out, x->message);
	strbuf_addch(out, '\n');
}

static void add_annotation(struct strbuf *out, const struct item *x)
{
	const struct finding *f = x->finding;

	strbuf_printf(out, "::%s ", commands[f->severity]);
	add_property(out, "file=", x->path);
	strbuf_printf(out, ",line=%u", f->span.line);
	if (x->column)
		strbuf_printf(out, ",col=%u", x->column);
	if (x->end_column)
		strbuf_printf(out, ",endLine=%u,endColumn=%u", f->span.line, x->end_column);
	strbuf_printf(out, ",title=%s %s::", f->rule->code, f->rule->name);
	add_escaped(out, x->message, "");
	if (f->mend_text.len) {
		strbuf_addz(out, "%0AHelp: ");
		add_escaped(out, f->mend_text, "");
	}
	strbuf_addch(out, '\n');
}

/* One notice is kept free for the count of the rest. Returns how many are not annotated. */
static size_t add_annotations(struct strbuf *out, const struct items *items)
{
	size_t shown[SEVERITY_COUNT] = { [SEVERITY_NOTE] = 1 }, rest = 0;

	for (size_t i = 0; i < items->count; i++) {
		const struct item *x = items->rank[i];

		if (x->finding->is_known)
			continue;
		if (shown[x->finding->severity]++ < SHOWN_MAX)
			add_annotation(out, x);
		else
			rest++;
	}
	return rest;
}

static bool write_github(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	struct items items CLEANUP(items_release) = { 0 };
	size_t rest;

	items_find(a, o, ITEM_COLUMNS, &items);
	for (size_t i = 0; i < items.count; i++)
		if (!items.items[i].finding->is_known)
			add_log_line(out, &items.items[i]);
	rest = add_annotations(out, &items);
	if (rest)
		strbuf_printf(out, "::notice title=canonry::%s more %s in the log and in the summary of this job\n",
			number_text(rest).text, plural(rest, "finding is", "findings are"));
	strbuf_printf(out, "canonry %s: ", program_version);
	items_add_counts(&items, o, out);
	strbuf_addch(out, '\n');
	return true;
}

static bool append_summary(const struct audit *a, const struct report_options *o, struct strbuf *out, struct err *err)
{
	markdown_add(a, o, SUMMARY_MAX, out);
	return true;
}

const struct report report_github = {
	.name = "github",
	.description = "annotations of GitHub Actions, and the summary of the job",
	.write = write_github,
	.append_variable = "GITHUB_STEP_SUMMARY",
	.append = append_summary,
};
