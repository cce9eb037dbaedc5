/* Which findings a suppression is about. */
#include "base/base.h"
#include "rules/suppress.h"

#include "analyzers/remark.h"
#include "base/strbuf.h"
#include "rules/finding.h"

#define HEADER_LINES 6 /* from where a definition begins to its name, at most: types, attributes, long decorators */

/* The definition that begins on this line, or whose name follows soon. */
static const struct def *def_at(const struct outline *o, uint32_t line)
{
	for (uint32_t i = 0; i < o->def_count; i++)
		if (o->defs[i].span.line >= line)
			return o->defs[i].span.line < line + HEADER_LINES ? &o->defs[i] : NULL;
	return NULL;
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
	s.file = file;
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

void suppress_read(const struct rule_input *in, struct findings *f)
{
	for (file_id i = 0; i < in->project->file_count; i++)
		if (in->project->files[i].outline.marks & MARK_REMARKS && !in->project->files[i].is_gone)
			read_file(in, f, i);
}

static bool is_about(const struct suppression *s, const struct finding *x)
{
	return s->file == x->file && s->wrong.len == 0 && !s->is_expired && s->first_line <= MAX(x->span.end_line, x->span.line) &&
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

void suppress(const struct rule_input *in, struct findings *f, struct finding *x)
{
	struct suppressed_rule *narrowest = NULL;
	enum suppress_scope scope = SUPPRESS_SCOPE_COUNT;

	vec_foreach (struct suppression, s, &f->suppressions) {
		struct suppressed_rule *rule = is_about(s, x) ? rule_in(s, x->rule) : NULL;

		if (!rule)
			continue;
		rule->is_used = true;
		if (s->scope < scope) {
			narrowest = rule;
			scope = s->scope;
		}
	}
	if (narrowest)
		narrowest->count++;
	x->is_suppressed = narrowest != NULL;
}
