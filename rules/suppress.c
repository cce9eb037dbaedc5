/* Which findings a suppression is about. */
#include "base/base.h"
#include "base/bisect.h"
#include "rules/suppress.h"

#include "analyzers/config.h"
#include "analyzers/remark.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "rules/finding.h"

#define HEADER_LINES 6 /* from where a definition begins to its name, at most: types, attributes, long decorators */

/* The definition that begins on this line, or whose name follows soon. */
static const struct def *def_at(const struct outline *o, uint32_t line)
{
	uint32_t at;

	bisect(at, o->def_count, o->defs[at].span.line < line);
	return at < o->def_count && o->defs[at].span.line < line + HEADER_LINES ? &o->defs[at] : NULL;
}

/* What it is about, in lines. */
static void set_lines(struct suppression *s, const struct outline *o, uint32_t code_line)
{
	const struct def *def = def_at(o, code_line);

	s->first_line = s->last_line = code_line;
	if (s->scope == SUPPRESS_FILE) {
		s->first_line = 1;
		s->last_line = NONE;
	} else if (s->wrong.len) {
		return;
	} else if (code_line == 0) {
		s->wrong = STR("no code follows that it could be about");
	} else if (s->scope == SUPPRESS_BLOCK && def) {
		s->last_line = def->end_line;
	} else if (s->scope == SUPPRESS_BLOCK) {
		s->wrong = STR("no definition begins there whose block it could be about");
	}
}

static void add_suppression(const struct rule_input *in, struct findings *f, file_id file, const struct remark *r)
{
	struct suppression s;

	suppress_parse(r->text, &f->arena, &s);
	s.file = s.first_file = file;
	s.span = (struct span){
		.start = r->offset,
		.end = r->offset + r->len,
		.line = r->line,
		.column = r->column,
		.end_line = r->line,
		.end_column = r->column + r->len,
	};
	set_lines(&s, &in->project->files[file].outline, r->code_line);
	s.is_expired = s.wrong.len == 0 && s.until.len && str_cmp(in->today, s.until) > 0;
	vec_push(&f->suppressions, s);
}

static void read_file(const struct rule_input *in, struct findings *f, file_id file)
{
	struct strbuf source CLEANUP(strbuf_release) = { 0 };
	struct remarks remarks;

	if (!project_source(in->project, file, &source, NULL))
		return;
	remarks_read(in->project->files[file].lang, strbuf_str(&source), &remarks);
	vec_foreach (struct remark, r, &remarks.items)
		add_suppression(in, f, file, r);
	remarks_release(&remarks);
}

/* --- Of the configuration --- */

static bool find_rules(const struct rule_input *in, const struct config_suppress *c, struct suppression *s, struct err *err)
{
	if (c->rule_count > SUPPRESS_RULES_MAX)
		return err_at(err, in->config->path.ptr, c->line, c->column, "an entry of suppress names at most %d rules", SUPPRESS_RULES_MAX);
	for (size_t i = 0; i < c->rule_count; i++) {
		const struct rule *rule = rule_find(c->rules[i]);

		if (!rule || rule->code[2] == '9')
			return err_at(err, in->config->path.ptr, c->line, c->column,
				      rule ? "\"" STR_FMT "\" cannot be suppressed" : "there is no rule \"" STR_FMT "\"; `canonry rules` lists them",
				      STR_ARG(c->rules[i]));
		s->rules[s->rule_count++].rule = rule;
	}
	return true;
}

static file_id first_match(const struct rule_input *in, struct str pattern)
{
	for (file_id i = 0; i < in->project->file_count; i++)
		if (path_glob(pattern, in->project->files[i].path))
			return i;
	return NONE;
}

static bool add_configured(const struct rule_input *in, struct findings *f, const struct config_suppress *c, struct err *err)
{
	struct suppression s = {
		.intent = c->is_fixme ? SUPPRESS_FIXME : SUPPRESS_IGNORE,
		.scope = SUPPRESS_FILE,
		.file = NONE,
		.pattern = c->path,
		.first_file = first_match(in, c->path),
		.span = { .line = c->line, .column = 1, .end_line = c->line, .end_column = 1 },
		.first_line = 1,
		.last_line = NONE,
		.reason = c->reason,
		.until = c->until,
		.is_expired = c->until.len && str_cmp(in->today, c->until) > 0,
	};

	if (!find_rules(in, c, &s, err))
		return false;
	vec_push(&f->suppressions, s);
	return true;
}

struct str suppress_title(const struct rule_input *in, struct findings *f, const struct suppression *s)
{
	const char *intent = suppress_intent_names[s->intent];

	if (s->file != NONE)
		return arena_printf(&f->arena, "the %s", intent);
	return arena_printf(&f->arena, "the %s of " STR_FMT ":%u for " STR_FMT, intent, STR_ARG(path_base(in->config->path)), s->span.line,
			    STR_ARG(s->pattern));
}

bool suppress_read(const struct rule_input *in, struct findings *f, struct err *err)
{
	for (size_t i = 0; i < in->config->suppress_count; i++)
		if (!add_configured(in, f, &in->config->suppress[i], err))
			return false;
	for (file_id i = 0; i < in->project->file_count; i++)
		if (in->project->files[i].outline.marks & MARK_REMARKS && !in->project->files[i].is_gone)
			read_file(in, f, i);
	return true;
}

static bool is_about(const struct rule_input *in, const struct suppression *s, const struct finding *x)
{
	if (s->file == NONE ? !path_glob(s->pattern, in->project->files[x->file].path) : s->file != x->file)
		return false;
	return s->wrong.len == 0 && !s->is_expired && s->first_line <= MAX(x->span.end_line, x->span.line) &&
	       s->last_line >= x->span.line;
}

/* What it says of the rule, or NULL. */
static struct suppressed_rule *rule_in(struct suppression *s, const struct rule *rule)
{
	for (uint32_t i = 0; i < s->rule_count; i++)
		if (s->rules[i].rule == rule)
			return &s->rules[i];
	return NULL;
}

/* The first of a file's own; those of the configuration stand before all others. */
static size_t first_of(const struct rule_input *in, const struct findings *f, file_id file)
{
	size_t at;

	bisect_from(at, in->config->suppress_count, f->suppressions.len, f->suppressions.items[at].file < file);
	return at;
}

struct match {
	struct suppressed_rule *rule; /* of the narrowest so far, or NULL */
	enum suppress_scope scope;
	size_t at; /* in all suppressions */
};

static void try_suppression(const struct rule_input *in, struct findings *f, size_t at, const struct finding *x, struct match *m)
{
	struct suppression *s = &f->suppressions.items[at];
	struct suppressed_rule *rule = is_about(in, s, x) ? rule_in(s, x->rule) : NULL;

	if (!rule)
		return;
	rule->is_used = true;
	if (!m->rule || s->scope < m->scope)
		*m = (struct match){ rule, s->scope, at };
}

void suppress(const struct rule_input *in, struct findings *f, struct finding *x)
{
	struct match m = { NULL, SUPPRESS_FILE, 0 };
	const struct suppression *all = f->suppressions.items;

	if (x->rule->code[2] == '9')
		return;
	for (size_t i = first_of(in, f, x->file); i < f->suppressions.len && all[i].file == x->file; i++)
		try_suppression(in, f, i, x, &m);
	for (size_t i = 0; i < in->config->suppress_count; i++)
		try_suppression(in, f, i, x, &m);
	if (!m.rule)
		return;
	m.rule->count++;
	x->suppression = (uint32_t)m.at;
}
