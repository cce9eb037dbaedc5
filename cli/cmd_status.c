/* canonry status: the redirects of a code base, and with --usage who still uses them. */
#include "base/base.h"
#include "cli/command.h"

#include <stdlib.h>

#include "cli/page.h"
#include "cli/report/json_value.h"
#include "cli/run.h"
#include "cli/usage.h"

#define CALLERS_SHOWN 5
#define PROBLEMS_SHOWN 10
#define STATE_WIDTH 10
#define SINCE_DEFAULT 30
#define SINCE_MAX 36500

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const format_names[] = { "text", "json", NULL };

struct status_args {
	struct run_args run;
	struct opt_list paths, families, logs;
	unsigned format, since;
	bool usage, verbose;
};

static const struct opt status_opts[] = {
	{ OPT_ARGS, "PATH", .offset = offsetof(struct status_args, paths), .complete = COMPLETE_FILES,
		.help = "Directories to look at, as for audit." },
	{ OPT_FLAG, "usage", .group = "What", .offset = offsetof(struct status_args, usage),
		.help = "Say how often redirects were used, by whom, and when last, from the logs of running programs." },
	{ OPT_LIST, "log", .value = "FILE", .group = "What", .complete = COMPLETE_FILES, .offset = offsetof(struct status_args, logs),
		.help = "A log that programs wrote because CANONRY_USES named it; the file of that variable when not given." },
	{ OPT_NUMBER, "since", .value = "DAYS", .group = "What", .min = 1, .max = SINCE_MAX, .offset = offsetof(struct status_args, since),
		.help = "What nobody has used for so many days may go; 30 when not given." },
	{ OPT_LIST, "family", .value = "NAME", .group = "What", .offset = offsetof(struct status_args, families),
		.help = "Only the family of this product or of the member with this name." },
	{ OPT_CHOICE, "format", 'f', .value = "FORMAT", .group = "Report", .choices = format_names,
		.offset = offsetof(struct status_args, format), .help = "How to print it." },
	{ OPT_FLAG, "verbose", 'v', .group = "Report", .offset = offsetof(struct status_args, verbose),
		.help = "List every caller, and every line of a log that cannot be read." },
	RUN_OPTS(struct status_args, run),
	{ .name = NULL },
};

/* What both formats print from. */
struct status {
	const struct status_args *args;
	const struct audit *audit;
	const struct uses *uses;
	struct usage usage;
	struct arena arena;
};

/* --- For people --- */

static enum style state_style(const struct status *x, const struct usage_row *row)
{
	return row->state == USAGE_USED ? STYLE_WARNING : row->state == USAGE_UNUSED && x->usage.reaches_back ? STYLE_GOOD : STYLE_NOTE;
}

static void add_callers(struct page *p, struct status *x, const struct usage_row *row)
{
	uint32_t shown = 0;

	for (uint32_t i = 0; i < row->caller_count; i++) {
		const struct logged_use *use = &row->callers[i];

		if (!use->file.len)
			continue;
		if (shown++ == CALLERS_SHOWN && !x->args->verbose) {
			page_pad(p, STATE_WIDTH + 2);
			page_printf(p, STYLE_DIM, "and more; --verbose lists them");
			page_end(p);
			return;
		}
		page_pad(p, STATE_WIDTH + 2);
		page_printf(p, STYLE_PLACE, STR_FMT ":%u", STR_ARG(use->file), use->line);
		page_printf(p, STYLE_DIM, "  %s %s, last %s" STR_FMT, number_text(use->count).text, plural(use->count, "use", "uses"),
			use->is_dated ? "" : "by ", STR_ARG(usage_date(use->last, &x->arena)));
		page_end(p);
	}
}

/* The library's counters know no callers. */
static uint32_t known_callers(const struct usage_row *row)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < row->caller_count; i++)
		count += row->callers[i].file.len > 0;
	return count;
}

static void add_counts(struct page *p, struct status *x, const struct usage_row *row)
{
	uint32_t callers = known_callers(row);

	page_pad(p, STATE_WIDTH);
	if (row->uses)
		page_printf(p, STYLE_PLAIN, "%s %s", number_text(row->uses).text, plural(row->uses, "use", "uses"));
	else
		page_printf(p, STYLE_PLAIN, "no use in the logs");
	if (callers)
		page_printf(p, STYLE_PLAIN, " by %u %s", callers, plural(callers, "caller", "callers"));
	if (row->uses)
		page_printf(p, STYLE_PLAIN, ", last %s" STR_FMT, row->is_dated ? "" : "by ", STR_ARG(usage_date(row->last, &x->arena)));
	if (row->member)
		page_printf(p, STYLE_PLAIN, "; %s %s in the tree", number_text(row->importers).text,
			plural(row->importers, "import", "imports"));
	page_end(p);
}

static void add_row(struct page *p, struct status *x, const struct usage_row *row)
{
	const struct audit *a = x->audit;

	if (x->args->usage) {
		page_add(p, state_style(x, row), str_from(usage_state_names[row->state]));
		page_pad(p, STATE_WIDTH);
	}
	page_printf(p, STYLE_BOLD, STR_FMT "%s" STR_FMT, STR_ARG(row->module), row->module.len ? ":" : "", STR_ARG(row->name));
	if (row->member) {
		page_printf(p, STYLE_PLAIN, "  " STR_FMT "  ", STR_ARG(row->family->product));
		page_printf(p, STYLE_PLACE, STR_FMT STR_FMT ":%u", STR_ARG(a->scope.prefix), STR_ARG(a->project.files[row->member->file].path),
			row->member->span.line);
	} else {
		page_printf(p, STYLE_DIM, "  not in this tree");
	}
	if (!x->args->usage)
		page_printf(p, STYLE_DIM, "  %s %s", number_text(row->importers).text, plural(row->importers, "import", "imports"));
	page_end(p);
	if (!x->args->usage)
		return;
	add_counts(p, x, row);
	add_callers(p, x, row);
}

static void add_problems(struct page *p, const struct status *x)
{
	uint32_t shown = 0;

	vec_foreach (struct uses_problem, problem, &x->uses->problems) {
		if (shown++ == PROBLEMS_SHOWN && !x->args->verbose) {
			page_printf(p, STYLE_DIM, "and %s more; --verbose lists them",
				number_text(x->uses->problems.len - PROBLEMS_SHOWN).text);
			page_end(p);
			break;
		}
		page_printf(p, STYLE_PLACE, STR_FMT ":%u: ", STR_ARG(problem->log), problem->line);
		page_wrap(p, STYLE_WARNING, 2, problem->message);
		page_end(p);
	}
	if (x->uses->problems.len)
		page_end(p);
}

/* Silence proves something only when somebody was listening. */
static void add_verdict(struct page *p, struct status *x)
{
	const uint32_t *states = x->usage.states;
	uint32_t total = states[USAGE_USED] + states[USAGE_IMPORTED] + states[USAGE_UNUSED] + states[USAGE_UNCOUNTED];

	page_printf(p, STYLE_BOLD, "%s %s", number_text(total).text, plural(total, "redirect", "redirects"));
	if (x->args->usage)
		page_printf(p, STYLE_PLAIN, ": %u used in the last %u days, %u still imported, %u unused, %u that count nothing", states[USAGE_USED],
			x->args->since, states[USAGE_IMPORTED], states[USAGE_UNUSED], states[USAGE_UNCOUNTED]);
	page_end(p);
	if (!x->args->usage)
		return;
	page_printf(p, STYLE_DIM, "%s %s from " STR_FMT " to " STR_FMT ", %s unreadable", number_text(x->uses->lines).text,
		plural(x->uses->lines, "line", "lines"), STR_ARG(usage_date(x->uses->first, &x->arena)),
		STR_ARG(usage_date(x->uses->last, &x->arena)), number_text(x->uses->problems.len).text);
	page_end(p);
	if (states[USAGE_UNUSED] && !x->usage.reaches_back) {
		page_wrap(p, STYLE_WARNING, 0,
			arena_printf(&x->arena, "The logs tell of less than %u days: what they do not name may have been used before.", x->args->since));
		page_end(p);
	} else if (states[USAGE_UNUSED]) {
		page_wrap(p, STYLE_PLAIN, 0, STR("What is unused may go: \"canonry migrate --only CN106 --unsafe\" shows how."));
		page_end(p);
	}
}

static void write_text(const struct session *s, struct status *x, struct strbuf *out)
{
	struct page p = { .out = out, .width = s->out.is_terminal ? s->out.width : 0, .has_color = s->out.has_color };

	add_problems(&p, x);
	vec_foreach (struct usage_row, row, &x->usage.rows)
		add_row(&p, x, row);
	if (x->usage.rows.len)
		page_end(&p);
	add_verdict(&p, x);
}

/* --- For machines --- */

/* Null for 0: a time that nobody knows. */
static void add_json_time(cJSON *object, const char *key, int64_t time)
{
	if (time > 0)
		json_number(object, key, (uint64_t)time);
	else
		cJSON_AddNullToObject(object, key);
}

static void add_json_usage(cJSON *item, const struct usage_row *row)
{
	cJSON *callers;

	json_text(item, "state", str_from(usage_state_names[row->state]));
	json_number(item, "uses", row->uses);
	add_json_time(item, "last", row->last);
	json_bool(item, "last_is_exact", row->is_dated);
	callers = json_array(item, "callers");
	for (uint32_t i = 0; i < row->caller_count; i++) {
		cJSON *caller = json_append(callers);

		json_text_or_null(caller, "file", row->callers[i].file);
		json_number(caller, "line", row->callers[i].line);
		json_number(caller, "uses", row->callers[i].count);
		add_json_time(caller, "last", row->callers[i].last);
	}
}

static void add_json_row(cJSON *list, const struct status *x, const struct usage_row *row)
{
	cJSON *item = json_append(list);

	json_text_or_null(item, "module", row->module);
	json_text(item, "name", row->name);
	json_text_or_null(item, "family", row->family ? row->family->product : STR(""));
	json_place(item, &x->audit->project, row->member ? row->member->file : NONE, row->member ? row->member->span.line : 0);
	json_number(item, "importers", row->importers);
	if (x->args->usage)
		add_json_usage(item, row);
}

static void add_json_problems(cJSON *report, const struct uses *u)
{
	cJSON *list = json_array(report, "problems");

	vec_foreach (struct uses_problem, problem, &u->problems) {
		cJSON *item = json_append(list);

		json_text(item, "log", problem->log);
		json_number(item, "line", problem->line);
		json_text(item, "message", problem->message);
	}
}

static void write_json(struct status *x, struct strbuf *out)
{
	cJSON *report, *list, *logs;

	json_init();
	report = cJSON_CreateObject();
	list = json_array(report, "redirects");
	vec_foreach (struct usage_row, row, &x->usage.rows)
		add_json_row(list, x, row);
	if (x->args->usage) {
		logs = json_object(report, "logs");
		json_number(logs, "lines", x->uses->lines);
		add_json_time(logs, "first", x->uses->first);
		add_json_time(logs, "last", x->uses->last);
		add_json_time(logs, "since", x->usage.since);
		json_bool(logs, "reach_back", x->usage.reaches_back);
		add_json_problems(report, x->uses);
	}
	json_print(report, out);
}

/* --- The command --- */

static int show(const struct session *s, const struct status_args *args, struct audit *a, struct uses *uses)
{
	struct status x = { .args = args, .audit = a, .uses = uses };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	int code;

	usage_make(a, uses, args->since, &x.usage);
	if (args->format == FORMAT_JSON)
		write_json(&x, &text);
	else
		write_text(s, &x, &text);
	code = print_out(s, strbuf_str(&text));
	usage_release(&x.usage);
	arena_release(&x.arena);
	return code;
}

static int read_logs(const struct session *s, const struct status_args *args, struct uses *uses)
{
	const char *named = getenv("CANONRY_USES");
	struct err err = { 0 };

	if (!args->usage)
		return args->logs.len ? say_error(s, "--log is of use only with --usage") : EXIT_CLEAN;
	if (!args->logs.len && (!named || !*named))
		return say_error(s, "no log: name one by --log, or by CANONRY_USES as for the programs that write it");
	for (size_t i = 0; i < MAX(args->logs.len, 1); i++)
		if (!uses_read(uses, args->logs.len ? args->logs.items[i] : named, &err))
			return say_error(s, "%s", err.message);
	uses_merge(uses);
	return EXIT_CLEAN;
}

static int status(const struct session *s, const void *values)
{
	const struct status_args *args = values;
	struct run_wish wish = { .paths = &args->paths, .families = &args->families };
	struct uses uses = { 0 };
	struct run run = { 0 };
	int code = read_logs(s, args, &uses);

	if (code == EXIT_CLEAN) {
		code = run_audit(s, &args->run, &wish, &run);
		if (code == EXIT_CLEAN)
			code = show(s, args, &run.audit, &uses);
		run_release(&run);
	}
	uses_release(&uses);
	return code;
}

const struct command cmd_status = {
	.name = "status",
	.summary = "list the redirects, and who still uses them",
	.description =
		"Lists what only hands on a canonical definition, with its family and how many statements of the tree still take "
		"it from there.\n"
		"\n"
		"With --usage the logs of running programs are read, too: redirects that a migration wrote, and the counters of the "
		"runtime library, append to the file that the environment variable CANONRY_USES names when a program ends. Each "
		"redirect is then used, still imported, unused for --since days, or one that counts nothing. A log proves only what "
		"it covers; the report says from when to when that is. Lines that cannot be read are listed with their place, and "
		"do not stop anything.",
	.examples =
		(const struct example[]){
			{ "canonry status", "The redirects of this code base." },
			{ "CANONRY_USES=/var/log/uses python -m app", "Let a program write down what it uses." },
			{ "canonry status --usage --log /var/log/uses --since 90", "What nobody has used for ninety days." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = status_opts,
	.args_size = sizeof(struct status_args),
	.defaults = &(const struct status_args){ .since = SINCE_DEFAULT },
	.run = status,
};
