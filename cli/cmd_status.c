/* canonry status: the shims of a code base, how far each has come, and with --usage who still uses them. */
#include "base/base.h"
#include "cli/command.h"

#include "cli/lifecycle.h"
#include "cli/page.h"
#include "cli/report/json_value.h"
#include "cli/run.h"
#include "cli/usage.h"

#define CALLERS_SHOWN 5
#define PROBLEMS_SHOWN 10
#define STATE_WIDTH 12
#define SINCE_DEFAULT 30
#define SINCE_MAX 36500

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const format_names[] = { "text", "json", NULL };

struct status_args {
	struct run_args run;
	struct opt_list paths, families, usage, logs;
	unsigned format, since;
	bool verbose;
};

static const struct opt status_opts[] = {
	RUN_PATHS_OPT(struct status_args, paths),
	{ OPT_LIST, "usage", .value = "DIR", .group = "What", .complete = COMPLETE_FILES, .offset = offsetof(struct status_args, usage),
		.help = "Say how often redirects were used, by whom, and when last, from what running programs wrote because "
			"CANONRY_USES named this directory, or this file." },
	{ OPT_LIST, "log", .value = "FILE", .group = "What", .is_hidden = true, .complete = COMPLETE_FILES, .offset = offsetof(struct status_args, logs),
		.help = "The same as --usage." },
	{ OPT_NUMBER, "since", .value = "DAYS", .group = "What", .min = 1, .max = SINCE_MAX, .offset = offsetof(struct status_args, since),
		.help = "What nobody has used for so many days may go; 30 when not given." },
	RUN_FAMILY_OPT(struct status_args, families),
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
	struct owners owners;
	VEC(struct life) lives; /* of the usage's rows */
	uint32_t stages[STAGE_COUNT], overdue;
	bool has_logs;
	struct arena arena;
};

/* --- For people --- */

static enum style stage_style(enum stage stage)
{
	return stage == STAGE_DETECTED ? STYLE_WARNING : stage >= STAGE_REMOVABLE ? STYLE_GOOD : STYLE_NOTE;
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

static void add_uses(struct page *p, struct status *x, const struct usage_row *row)
{
	uint32_t callers = known_callers(row);

	page_printf(p, STYLE_PLAIN, "%s %s", number_text(row->uses).text, plural(row->uses, "use", "uses"));
	if (callers)
		page_printf(p, STYLE_PLAIN, " by %u %s", callers, plural(callers, "caller", "callers"));
	page_printf(p, STYLE_PLAIN, ", last %s" STR_FMT, row->is_dated ? "" : "by ", STR_ARG(usage_date(row->last, &x->arena)));
}

static void add_counts(struct page *p, struct status *x, const struct usage_row *row, enum stage stage)
{
	page_pad(p, STATE_WIDTH);
	if (!row->uses && !row->is_counted)
		page_printf(p, STYLE_PLAIN, "nothing counts its uses");
	else if (row->state != USAGE_USED)
		page_printf(p, STYLE_PLAIN, "0 uses in %u days%s%s", x->args->since, stage == STAGE_REMOVABLE ? ": removable" : "", row->uses ? "; " : "");
	if (row->uses)
		add_uses(p, x, row);
	if (row->member)
		page_printf(p, STYLE_PLAIN, "; %s %s in the tree", number_text(row->importers).text,
			plural(row->importers, "import", "imports"));
	page_end(p);
}

/* Who may say how long it stays, and who owns it. */
static void add_term(struct page *p, const struct life *life)
{
	if (!life->allow && !life->owners.len)
		return;
	page_pad(p, STATE_WIDTH);
	if (life->is_overdue)
		page_printf(p, STYLE_ERROR, "overdue: ");
	if (life->allow) {
		page_printf(p, STYLE_PLAIN, "allowed%s" STR_FMT ": ", life->allow->until.len ? " until " : "", STR_ARG(life->allow->until));
		page_wrap(p, STYLE_PLAIN, STATE_WIDTH + 2, life->allow->reason);
	}
	if (life->owners.len)
		page_printf(p, STYLE_PLAIN, "%sowned by " STR_FMT, life->allow ? "; " : "", STR_ARG(life->owners));
	page_end(p);
}

static void add_row(struct page *p, struct status *x, const struct usage_row *row)
{
	const struct life *life = &x->lives.items[row - x->usage.rows.items];
	const struct audit *a = x->audit;

	page_add(p, stage_style(life->stage), str_from(stage_names[life->stage]));
	page_pad(p, STATE_WIDTH);
	page_printf(p, STYLE_BOLD, STR_FMT "%s" STR_FMT, STR_ARG(row->module), row->module.len ? ":" : "", STR_ARG(row->name));
	if (row->member) {
		page_printf(p, STYLE_PLAIN, "  " STR_FMT "  ", STR_ARG(row->family->product));
		page_printf(p, STYLE_PLACE, STR_FMT STR_FMT ":%u", STR_ARG(a->scope.prefix), STR_ARG(a->project.files[row->member->file].path),
			row->member->span.line);
	} else {
		page_printf(p, STYLE_DIM, "  not in this tree");
	}
	if (!x->has_logs)
		page_printf(p, STYLE_DIM, "  %s %s", number_text(row->importers).text, plural(row->importers, "import", "imports"));
	page_end(p);
	add_term(p, life);
	if (!x->has_logs)
		return;
	add_counts(p, x, row, life->stage);
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

static void add_stages(struct page *p, const struct status *x)
{
	const char *between = ": ";

	page_printf(p, STYLE_BOLD, "%s %s", number_text(x->lives.len).text, plural(x->lives.len, "shim", "shims"));
	for (unsigned i = 0; i < STAGE_COUNT; i++) {
		if (!x->stages[i])
			continue;
		page_printf(p, STYLE_PLAIN, "%s%u %s", between, x->stages[i], stage_names[i]);
		between = ", ";
	}
	if (x->overdue)
		page_printf(p, STYLE_ERROR, "; %u overdue", x->overdue);
	page_end(p);
}

/* Silence proves something only when somebody was listening. */
static void add_verdict(struct page *p, struct status *x)
{
	const uint32_t *states = x->usage.states;
	uint32_t total = states[USAGE_USED] + states[USAGE_IMPORTED] + states[USAGE_UNUSED] + states[USAGE_UNCOUNTED];

	add_stages(p, x);
	if (!x->has_logs)
		return;
	page_printf(p, STYLE_BOLD, "%s %s", number_text(total).text, plural(total, "redirect", "redirects"));
	page_printf(p, STYLE_PLAIN, ": %u used in the last %u days, %u still imported, %u unused, %u that count nothing", states[USAGE_USED],
		x->args->since, states[USAGE_IMPORTED], states[USAGE_UNUSED], states[USAGE_UNCOUNTED]);
	page_end(p);
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

static void add_json_life(cJSON *item, const struct life *life)
{
	json_text(item, "stage", str_from(stage_names[life->stage]));
	json_bool(item, "allowed", life->allow != NULL);
	json_text_or_null(item, "until", life->allow ? life->allow->until : STR(""));
	json_text_or_null(item, "reason", life->allow ? life->allow->reason : STR(""));
	json_bool(item, "overdue", life->is_overdue);
	json_text_or_null(item, "owners", life->owners);
}

static void add_json_row(cJSON *list, const struct status *x, const struct usage_row *row)
{
	cJSON *item = json_append(list);

	json_text_or_null(item, "module", row->module);
	json_text(item, "name", row->name);
	json_text_or_null(item, "family", row->family ? row->family->product : STR(""));
	json_place(item, &x->audit->project, row->member ? row->member->file : NONE, row->member ? row->member->span.line : 0);
	json_text_or_null(item, "class", row->member ? str_from(member_class_names[row->member->class]) : STR(""));
	json_number(item, "importers", row->importers);
	add_json_life(item, &x->lives.items[row - x->usage.rows.items]);
	if (x->has_logs)
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
	if (x->has_logs) {
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

static bool has_logs(const struct status_args *args)
{
	return args->usage.len || args->logs.len;
}

/* Without a git work tree the root is where CODEOWNERS would be. */
static void read_owners(const struct session *s, struct status *x)
{
	struct str root = x->audit->scope.root, below = x->audit->scope.in_repository;
	struct str top = arena_str(&x->arena, below.len && root.len > below.len ? str_slice(root, 0, root.len - below.len) : root);
	struct err err = { 0 };

	if (!owners_read(top.ptr, &x->owners, &err))
		say_note(s, "%s", err.message);
}

static void find_lives(struct audit *a, struct status *x)
{
	vec_foreach (struct usage_row, row, &x->usage.rows) {
		struct life life = life_of(a, &x->usage, row, &x->owners, x->has_logs);

		x->stages[life.stage]++;
		x->overdue += life.is_overdue;
		vec_push(&x->lives, life);
	}
}

static int show(const struct session *s, const struct status_args *args, struct audit *a, struct uses *uses)
{
	struct status x = { .args = args, .audit = a, .uses = uses };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	int code;

	x.has_logs = has_logs(args);
	usage_make(a, uses, args->since, &x.usage);
	read_owners(s, &x);
	find_lives(a, &x);
	if (args->format == FORMAT_JSON)
		write_json(&x, &text);
	else
		write_text(s, &x, &text);
	code = print_out(s, strbuf_str(&text));
	usage_release(&x.usage);
	owners_release(&x.owners);
	vec_release(&x.lives);
	arena_release(&x.arena);
	return code;
}

static bool read_all(const struct opt_list *paths, struct uses *uses, struct err *err)
{
	for (size_t i = 0; i < paths->len; i++)
		if (!uses_read(uses, paths->items[i], err))
			return false;
	return true;
}

static int read_logs(const struct session *s, const struct status_args *args, struct uses *uses)
{
	struct err err = { 0 };

	if (!read_all(&args->usage, uses, &err) || !read_all(&args->logs, uses, &err))
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
	.summary = "list the shims, how far each has come, and who still uses them",
	.description =
		"Lists what stands beside a canonical definition, each in one state: detected (it does work of its own), redirected "
		"(it hands on), warned (it says that it is deprecated), counted (it writes down who uses it), unused (nothing in "
		"the tree imports it), removable (nobody has used it for --since days), removed (only logs remember it). With each "
		"stands until when the configuration allows it, what is overdue, and who owns it by CODEOWNERS.\n"
		"\n"
		"With --usage what running programs wrote is read: redirects that a migration wrote, and the counters of the runtime "
		"library, append to what the environment variable CANONRY_USES names when a program ends: a file, or a directory, in "
		"which each process has a file of its own. A log proves only what it covers; the report says from when to when that "
		"is. Lines that cannot be read are listed with their place, and do not stop anything.",
	.examples =
		(const struct example[]){
			{ "canonry status", "The shims of this code base." },
			{ "CANONRY_USES=/var/log/uses python -m app", "Let a program write down what it uses." },
			{ "canonry status --usage /var/log/uses --since 14", "What nobody has used for fourteen days." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = status_opts,
	.args_size = sizeof(struct status_args),
	.defaults = &(const struct status_args){ .since = SINCE_DEFAULT },
	.run = status,
};
