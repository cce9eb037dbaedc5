/* canonry argument-map: what the configured maps of arguments make of every call, and which map would fit. */
#include "base/base.h"
#include "cli/command.h"

#include <stdlib.h>

#include "cli/argument_sites.h"
#include "cli/page.h"
#include "cli/report/json_value.h"
#include "cli/run.h"

#define INDENT 2
#define LEVEL_WIDTH 6

enum { FORMAT_TEXT, FORMAT_JSON };
static const char *const format_names[] = { "text", "json", NULL };

struct map_args {
	struct run_args run;
	struct opt_list paths, callables;
	unsigned format;
	bool suggest;
};

static const struct opt map_opts[] = {
	{ OPT_ARGS, "PATH", .offset = offsetof(struct map_args, paths), .complete = COMPLETE_FILES,
		.help = "Directories to look at, as for audit." },
	{ OPT_LIST, "callable", .value = "MODULE:NAME", .group = "What", .offset = offsetof(struct map_args, callables),
		.help = "Only calls of this class or function, whether it has a map or not." },
	{ OPT_FLAG, "suggest", .group = "What", .offset = offsetof(struct map_args, suggest),
		.help = "Propose a map, from what the calls pass and the signature does not take. It is printed, to be read "
			"and put into canonry.yaml; nothing applies it." },
	{ OPT_CHOICE, "format", 'f', .value = "FORMAT", .group = "Report", .choices = format_names,
		.offset = offsetof(struct map_args, format), .help = "How to print the table." },
	RUN_OPTS(struct map_args, run),
	{ .name = NULL },
};

/* The maps that were asked for, with their tables. */
struct tables {
	VEC(struct argument_table) items;
	struct arena arena;
};

static bool is_asked(const struct map_args *args, const struct argument_map *m)
{
	for (size_t i = 0; i < args->callables.len; i++) {
		struct str asked = str_from(args->callables.items[i]);
		size_t colon = str_find(asked, ':') < asked.len ? str_find(asked, ':') : str_rfind(asked, '.');

		if (str_eq(str_slice(asked, 0, colon), m->config->module) &&
			str_eq(str_slice(asked, colon + 1, asked.len), m->config->name))
			return true;
	}
	return args->callables.len == 0;
}

static void make_tables(const struct map_args *args, struct audit *a, struct tables *t)
{
	for (uint32_t i = 0; i < a->families.arguments.items.len; i++) {
		struct argument_table table;

		if (!is_asked(args, &a->families.arguments.items.items[i]))
			continue;
		argument_table_make(a, i, &t->arena, &table);
		vec_push(&t->items, table);
	}
}

static void release_tables(struct tables *t)
{
	vec_foreach (struct argument_table, x, &t->items)
		argument_table_release(x);
	vec_release(&t->items);
	arena_release(&t->arena);
}

/* --- For people --- */

static enum style level_style(enum mend level)
{
	return level == MEND_SAFE ? STYLE_GOOD : level == MEND_ASK ? STYLE_WARNING : STYLE_NOTE;
}

static void add_place(struct page *p, const struct audit *a, file_id file, uint32_t line)
{
	page_printf(p, STYLE_PLACE, STR_FMT STR_FMT ":%u", STR_ARG(a->scope.prefix), STR_ARG(a->project.files[file].path), line);
}

static void add_signature(struct page *p, const struct audit *a, const struct argument_table *t)
{
	const struct signature *s = &t->signature;

	page_printf(p, STYLE_BOLD, STR_FMT ":" STR_FMT, STR_ARG(t->map->config->module), STR_ARG(t->map->config->name));
	page_add(p, STYLE_PLAIN, STR(" takes "));
	for (uint32_t i = 0; i < s->count; i++) {
		const char *stars = s->params[i].kind == PARAM_ARGS ? "*" : s->params[i].kind == PARAM_KWARGS ? "**" : "";

		page_printf(p, STYLE_PLAIN, "%s%s" STR_FMT, i ? ", " : "", stars, STR_ARG(s->params[i].name));
	}
	if (!s->is_known)
		page_add(p, STYLE_WARNING, STR("what cannot be read here"));
	else if (!s->count)
		page_add(p, STYLE_PLAIN, STR("nothing"));
	page_add(p, STYLE_PLAIN, STR(" ("));
	add_place(p, a, s->file, s->line);
	page_add(p, STYLE_PLAIN, STR(")"));
	page_end(p);
}

static void add_site(struct page *p, const struct audit *a, const struct argument_site *x, struct arena *arena)
{
	bool has_plan = x->plan.items.len > 0;

	page_pad(p, INDENT);
	page_printf(p, has_plan ? level_style(x->level) : STYLE_NOTE, "%-*s", LEVEL_WIDTH, has_plan ? mend_names[x->level] : "no map");
	page_add(p, STYLE_PLAIN, STR(" "));
	add_place(p, a, x->file, x->call->span.line);
	page_printf(p, STYLE_PLAIN, " " STR_FMT ": ", STR_ARG(x->call->name));
	if (has_plan)
		page_wrap(p, STYLE_PLAIN, 2 * INDENT, call_plan_text(&x->plan, arena));
	if (x->unknown.len) {
		page_add(p, STYLE_PLAIN, has_plan ? STR("; ") : STR(""));
		page_wrap(p, STYLE_PLAIN, 2 * INDENT, arena_printf(arena, "passes " STR_FMT ", which it does not take", STR_ARG(x->unknown)));
	}
	if (has_plan && x->reason.len) {
		page_add(p, STYLE_PLAIN, STR(" "));
		page_wrap(p, STYLE_DIM, 2 * INDENT, arena_printf(arena, "(" STR_FMT ")", STR_ARG(x->reason)));
	}
	page_end(p);
}

static void add_sum(struct page *p, const struct argument_table *t)
{
	page_pad(p, INDENT);
	page_printf(p, STYLE_DIM, "%s %s: %u safe, %u to ask about, %u to do by hand, %u with keywords of no map",
		number_text(t->calls).text, plural(t->calls, "call", "calls"), t->levels[MEND_SAFE], t->levels[MEND_ASK],
		t->levels[MEND_SHOW], t->unknown);
	page_end(p);
}

static void write_text(const struct session *s, const struct audit *a, struct tables *tables, struct strbuf *out)
{
	struct page p = { .out = out, .width = s->out.is_terminal ? s->out.width : 0, .has_color = s->out.has_color };
	uint32_t ready = 0;

	vec_foreach (struct argument_table, t, &tables->items) {
		if (t != tables->items.items)
			page_end(&p);
		add_signature(&p, a, t);
		vec_foreach (struct argument_site, x, &t->sites)
			add_site(&p, a, x, &tables->arena);
		add_sum(&p, t);
		ready += t->levels[MEND_SAFE];
	}
	if (!ready)
		return;
	page_end(&p);
	page_wrap(&p, STYLE_PLAIN, 0, STR("\"canonry migrate --only CN403\" shows the change, and with --write makes it."));
	page_end(&p);
}

/* --- For machines --- */

static void add_json_actions(cJSON *site, const struct argument_site *x)
{
	cJSON *actions = json_array(site, "actions");

	vec_foreach (struct argument_change, c, &x->plan.items) {
		cJSON *one = json_append(actions);

		json_text(one, "action", str_from(argument_action_names[c->action]));
		json_text(one, "argument", c->keyword);
		json_text_or_null(one, "to", c->to);
		json_text(one, "value", x->call->arguments[c->argument].value);
	}
}

/* "a=, b=" */
static void add_json_unknown(cJSON *site, struct str keywords)
{
	cJSON *list = json_array(site, "unknown");
	struct str part;

	while (str_next(&keywords, '=', &part))
		if (str_slice(part, str_starts(part, STR(", ")) ? 2 : 0, part.len).len)
			json_append_text(list, str_slice(part, str_starts(part, STR(", ")) ? 2 : 0, part.len));
}

static void add_json_site(cJSON *list, const struct audit *a, const struct argument_site *x)
{
	cJSON *site = json_append(list);

	json_place(site, &a->project, x->file, x->call->span.line);
	json_number(site, "column", x->call->span.column);
	json_text(site, "call", x->call->name);
	json_text_or_null(site, "level", x->plan.items.len ? str_from(mend_names[x->level]) : STR(""));
	json_text_or_null(site, "reason", x->plan.items.len ? x->reason : STR(""));
	add_json_actions(site, x);
	add_json_unknown(site, x->unknown);
}

static void add_json_table(cJSON *list, const struct audit *a, const struct argument_table *t)
{
	cJSON *item = json_append(list), *params, *sites;

	json_text(item, "module", t->map->config->module);
	json_text(item, "name", t->map->config->name);
	json_place(item, &a->project, t->signature.file, t->signature.line);
	json_bool(item, "signature_known", t->signature.is_known);
	params = json_array(item, "takes");
	for (uint32_t i = 0; i < t->signature.count; i++)
		json_append_text(params, t->signature.params[i].name);
	json_number(item, "calls", t->calls);
	for (int level = MEND_SHOW; level < MEND_COUNT; level++)
		json_number(item, mend_names[level], t->levels[level]);
	sites = json_array(item, "sites");
	vec_foreach (struct argument_site, x, &t->sites)
		add_json_site(sites, a, x);
}

static void write_json(const struct audit *a, const struct tables *tables, struct strbuf *out)
{
	cJSON *report, *list;

	json_init();
	report = cJSON_CreateObject();
	list = json_array(report, "callables");
	vec_foreach (struct argument_table, t, &tables->items)
		add_json_table(list, a, t);
	json_print(report, out);
}

/* --- A map that would fit --- */

static uint32_t write_suggestions(struct audit *a, const struct tables *tables, struct strbuf *out)
{
	uint32_t count = 0;

	vec_foreach (struct argument_table, t, &tables->items) {
		struct argument_proposals p;

		argument_suggest(a, t, &p);
		if (p.items.len)
			argument_suggest_yaml(t, &p, count++ == 0, out);
		vec_release(&p.items);
	}
	return count;
}

static int suggest(const struct session *s, struct audit *a, const struct tables *tables)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	if (!write_suggestions(a, tables, &text)) {
		say_note(s, "no call passes a keyword that is not taken and has no map: there is nothing to propose");
		return EXIT_CLEAN;
	}
	say_note(s, "a proposal: that two names are alike is no proof that they mean the same");
	return print_out(s, strbuf_str(&text));
}

/* --- The command --- */

static int show(const struct session *s, const struct map_args *args, const struct audit *a, struct tables *tables)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	size_t sites = 0;
	int code;

	if (args->format == FORMAT_JSON)
		write_json(a, tables, &text);
	else
		write_text(s, a, tables, &text);
	vec_foreach (struct argument_table, t, &tables->items)
		sites += t->sites.len;
	code = print_out(s, strbuf_str(&text));
	return code == EXIT_CLEAN && sites ? EXIT_FINDINGS : code;
}

static int show_or_suggest(const struct session *s, const struct map_args *args, struct audit *a)
{
	struct tables tables = { 0 };
	int code;

	make_tables(args, a, &tables);
	if (!tables.items.len)
		code = say_error(s, "no map of arguments is configured; --callable MODULE:NAME --suggest proposes one");
	else
		code = args->suggest ? suggest(s, a, &tables) : show(s, args, a, &tables);
	release_tables(&tables);
	return code;
}

static int argument_map(const struct session *s, const void *values)
{
	const struct map_args *args = values;
	struct run_wish wish = { .paths = &args->paths, .callables = &args->callables, .only_arguments = true };
	struct run run;
	int code = run_audit(s, &args->run, &wish, &run);

	if (code == EXIT_CLEAN)
		code = show_or_suggest(s, args, &run.audit);
	run_release(&run);
	return code;
}

const struct command cmd_argument_map = {
	.name = "argument-map",
	.summary = "show what becomes of removed and renamed arguments, call by call",
	.description =
		"For every callable with a map in the configuration (the section \"arguments\"): each call that passes a keyword "
		"which the signature does not take, what would become of it, and how safe that is. Calls with keywords of "
		"which neither the signature nor the map know anything are listed too. Ends with 1 when a call is listed.\n"
		"\n"
		"The signature is read, not believed: what it takes is left alone, whatever the map says. With --suggest a map "
		"is proposed, from all calls at once.",
	.examples =
		(const struct example[]){
			{ "canonry argument-map", "The calls of all callables with a map." },
			{ "canonry argument-map --callable app.context:UserContext --suggest", "A first map for one class." },
			{ "canonry migrate --only CN403 --write", "Change what is safe." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = map_opts,
	.args_size = sizeof(struct map_args),
	.run = argument_map,
};
