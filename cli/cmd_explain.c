/* canonry explain: a rule, a name or a line, in plain sentences. */
#include "base/base.h"
#include "cli/command.h"

#include <stdlib.h>

#include "base/path.h"
#include "cli/explain.h"
#include "cli/run.h"
#include "cli/suggest.h"

#define MANY 3 /* members of one name that are explained at length */

struct explain_args {
	struct run_args run;
	const char *what;
	struct opt_list paths;
};

static const struct opt explain_opts[] = {
	{ OPT_ARG, "WHAT", .offset = offsetof(struct explain_args, what), .is_required = true,
		.complete = COMPLETE_RULES,
		.help = "A rule (CN101), a name (Engine, EngineFactory.create, app.engine:Engine), or a place (path:line)." },
	{ OPT_ARGS, "PATH", .offset = offsetof(struct explain_args, paths), .complete = COMPLETE_FILES,
		.help = "Directories to look at, as for audit." },
	RUN_OPTS(struct explain_args, run),
	{ .name = NULL },
};

/* --- Rules --- */

static int explain_rule(const struct session *s, const struct rule *rule)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct page p = { .out = &text, .width = s->out.width, .has_color = s->out.has_color };

	page_printf(&p, STYLE_BOLD, "%s %s", rule->code, rule->name);
	page_printf(&p, STYLE_PLAIN, ": %s", rule->summary);
	page_end(&p);
	page_printf(&p, STYLE_PLAIN, "Level: %s. Mend: %s.", severity_names[rule->severity], mend_names[rule->mend]);
	page_end(&p);
	page_end(&p);
	page_paragraphs(&p, 0, str_from(rule->explanation));
	return print_out(s, strbuf_str(&text));
}

/* "CN999" or "duplicate-factry": meant as a rule, and none. */
static bool looks_like_rule(struct str what)
{
	size_t digits = 0;

	while (digits + 2 < what.len && what.ptr[digits + 2] >= '0' && what.ptr[digits + 2] <= '9')
		digits++;
	return (digits && digits + 2 == what.len && str_has_nocase(str_slice(what, 0, 2), STR("CN"))) ||
		str_find(what, '-') < what.len;
}

static int unknown_rule(const struct session *s, struct str what)
{
	struct suggestion near = { .given = what };

	for (size_t i = 0; rule_table[i]; i++) {
		suggest_try(&near, str_from(rule_table[i]->name));
		suggest_try(&near, str_from(rule_table[i]->code));
	}
	if (near.best.len && !str_starts(near.best, STR("CN")))
		return say_error(s, "there is no rule '" STR_FMT "'; did you mean '" STR_FMT "'?", STR_ARG(what),
			STR_ARG(near.best));
	return say_error(s, "there is no rule '" STR_FMT "'; \"canonry rules\" lists them", STR_ARG(what));
}

/* --- Places --- */

struct place {
	struct str path;
	uint32_t line;
};

/* Takes ":12" or ":12:5" off the end. */
static bool parse_place(struct str what, struct place *ret)
{
	size_t colon = str_rfind(what, ':');
	struct str tail = str_slice(what, colon + 1, what.len);
	unsigned long number;
	char *end;

	if (colon == what.len || tail.len == 0 || tail.ptr[0] < '0' || tail.ptr[0] > '9')
		return false;
	number = strtoul(tail.ptr, &end, 10);
	if (end != tail.ptr + tail.len || number > UINT32_MAX)
		return false;
	what = str_slice(what, 0, colon);
	if (parse_place(what, ret))
		return true;
	*ret = (struct place){ what, (uint32_t)number };
	return what.len > 0;
}

/* As seen from the current directory, or else from the root. */
static struct str path_in_root(struct explainer *e, struct str path)
{
	struct str root = e->audit->scope.root, real;

	if (path_real(&e->arena, arena_str(&e->arena, path).ptr, &real, NULL) && path_is_inside(real, root) &&
		real.len > root.len)
		return str_slice(real, str_is(root, "/") ? 1 : root.len + 1, real.len);
	return path_normalise(&e->arena, path);
}

static int explain_where(const struct session *s, struct explainer *e, const struct place *place)
{
	struct str path = path_in_root(e, place->path);
	file_id file = project_find(&e->audit->project, path);

	if (file != NONE) {
		explain_line(e, file, place->line);
		return EXIT_CLEAN;
	}
	if (explain_skip(e, path))
		return EXIT_CLEAN;
	return say_error(s,
		STR_FMT " is not among the files that were read: it does not exist, is ignored, or is in no "
			"language that is known",
		STR_ARG(place->path));
}

/* --- Names --- */

/* "app.engine:Engine.create" -> what the definition itself is called. */
static struct str bare_name(struct str what)
{
	size_t colon = str_rfind(what, ':');
	struct str name = str_slice(what, colon == what.len ? 0 : colon + 1, what.len);

	return str_tail(name, '.');
}

static bool is_meant(struct explainer *e, const struct member *m, struct str what)
{
	struct str path = explain_path(e, m);
	size_t colon = str_find(path, ':');

	if (str_eq(m->symbol, what) || str_eq(path, what))
		return true;
	if (str_find(what, '.') == what.len && str_find(what, ':') == what.len)
		return str_eq(str_tail(m->symbol, '.'), what);
	/* "app.engine.Engine" */
	return what.len == path.len && str_eq(str_slice(path, 0, colon), str_slice(what, 0, colon)) &&
		what.ptr[colon] == '.' &&
		str_eq(str_slice(path, colon + 1, path.len), str_slice(what, colon + 1, what.len));
}

static size_t count_meant(struct explainer *e, struct str what)
{
	size_t count = 0;

	vec_foreach (struct family, f, &e->audit->families.items)
		vec_foreach (struct member, m, &f->members)
			count += is_meant(e, m, what);
	return count;
}

/* Of many the first is explained at length: the canonical, when it is among them. */
static void explain_meant(struct explainer *e, struct str what, size_t count)
{
	size_t shown = 0;

	vec_foreach (struct family, f, &e->audit->families.items) {
		vec_foreach (struct member, m, &f->members) {
			if (!is_meant(e, m, what))
				continue;
			if (shown++)
				page_end(&e->page);
			if (count > MANY && shown > 1)
				explain_member_briefly(e, f, m);
			else
				explain_member(e, f, m);
		}
	}
}

static int explain_name(const struct session *s, struct explainer *e, struct str what)
{
	size_t count = count_meant(e, what), families = 0;

	vec_foreach (struct family, f, &e->audit->families.items) {
		if (!str_eq(f->product, what) && count)
			continue;
		if (!str_eq(f->product, bare_name(what)))
			continue;
		if (families++)
			page_end(&e->page);
		explain_family(e, f);
	}
	if (families && count)
		page_end(&e->page);
	explain_meant(e, what, count);
	if (count > MANY) {
		page_end(&e->page);
		explain_text(e, 0, STR("Give a path:line or a module:name to hear all about one of the others."));
	}
	if (families || count || explain_strangers(e, bare_name(what)))
		return EXIT_CLEAN;
	return say_error(s, "'" STR_FMT "' is a member of no family", STR_ARG(what));
}

/* --- The command --- */

/* No family has the name: where else it is, or what the audit had to say. */
static int explain_failure(const struct session *s, struct explainer *e, const struct run *run, struct str what)
{
	if (!*s->cancel && explain_strangers(e, bare_name(what)))
		return EXIT_CLEAN;
	return say_error(s, "%s", run->err.message);
}

static int explain_audited(const struct session *s, const struct explain_args *args, const struct place *place)
{
	struct str what = str_from(args->what);
	const char *name = bare_name(what).ptr;
	struct opt_list families = { .items = &name, .len = 1 };
	struct run_wish wish = { .paths = &args->paths, .families = place ? NULL : &families, .is_silent = true };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct explainer e = { .page = { .out = &text, .width = s->out.width, .has_color = s->out.has_color } };
	struct run run;
	int code = run_audit(s, &args->run, &wish, &run);

	e.audit = &run.audit;
	if (code != EXIT_CLEAN)
		code = explain_failure(s, &e, &run, what);
	else
		code = place ? explain_where(s, &e, place) : explain_name(s, &e, what);
	if (code == EXIT_CLEAN)
		code = print_out(s, strbuf_str(&text));
	arena_release(&e.arena);
	run_release(&run);
	return code;
}

static int explain(const struct session *s, const void *values)
{
	const struct explain_args *args = values;
	struct str what = str_from(args->what);
	const struct rule *rule = rule_find(what);
	struct place place;

	if (rule)
		return explain_rule(s, rule);
	if (parse_place(what, &place))
		return explain_audited(s, args, &place);
	if (looks_like_rule(what))
		return unknown_rule(s, what);
	if (bare_name(what).len == 0)
		return say_error(s, "'%s' is neither a rule, a name nor a place", args->what);
	return explain_audited(s, args, NULL);
}

const struct command cmd_explain = {
	.name = "explain",
	.summary = "say why: for a rule, a name or a line",
	.description =
		"For a rule: what it finds, why that is bad, what to do. For a name or a place: which class the member has, "
		"the evidence with places, the points of the election, who imports it, its findings, and what would change "
		"the verdict. For an import: where it ends and by which way. Where there is nothing to report, why not.",
	.examples =
		(const struct example[]){
			{ "canonry explain CN201", "What a non-canonical import is." },
			{ "canonry explain EngineFactory", "Every member of that name." },
			{ "canonry explain app/engine.py:12", "What is at that line." },
			{ .line = NULL },
		},
	.group = GROUP_MAIN,
	.opts = explain_opts,
	.args_size = sizeof(struct explain_args),
	.run = explain,
};
