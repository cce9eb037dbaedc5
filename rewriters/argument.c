/* Gives calls the arguments that the callable takes, as a configured map says: CN403. */
#include "base/base.h"
#include "rewriters/planner_impl.h"
#include "rules/arguments.h"

/* The call whose callee is at the finding's place; NULL when the details have none. */
static const struct use *call_at(const struct planner *p, const struct finding *x)
{
	const struct details *d = &planner_input(p)->project->files[x->file].details;

	for (uint32_t i = 0; i < d->use_count; i++)
		if (d->uses[i].kind == USE_CALL && d->uses[i].span.start == x->span.start && d->uses[i].span.end == x->span.end)
			return &d->uses[i];
	return NULL;
}

static enum argument_fate fate_of(enum argument_action action)
{
	switch (action) {
	case ARGUMENT_RENAME: return FATE_RENAME;
	case ARGUMENT_DROP: return FATE_DROP;
	case ARGUMENT_MOVE: return FATE_INTO;
	}
	return FATE_KEEP;
}

/* The text says what the facts say: the same arguments in the same order. */
static bool is_same_call(const struct source_call *call, const struct use *u)
{
	if (call->argument_count != u->argument_count)
		return false;
	for (uint32_t i = 0; i < u->argument_count; i++)
		if (!str_eq(call->arguments[i].keyword, u->arguments[i].keyword))
			return false;
	return true;
}

static void edit(struct planner *p, const struct finding *x, const struct use *u, const struct call_plan *plan, uint32_t c)
{
	const struct lang_source *lang = planner_lang(p, x->file);
	struct lang_parser *parser = planner_parser(p, x->file);
	struct str source = planner_source(p, x->file);
	struct source_edits edits = { 0 };
	struct argument_edit *fates;
	struct source_call call;
	struct err err = { 0 };

	if (!lang->call(parser, source, u->span.start, u->span.end, planner_arena(p), &call) || !is_same_call(&call, u)) {
		change_lower(p, c, MEND_SHOW, "the call's arguments cannot be told apart in its text");
		return;
	}
	fates = arena_array(planner_arena(p), struct argument_edit, call.argument_count);
	vec_foreach(struct argument_change, k, &plan->items)
		fates[k->argument] = (struct argument_edit){ fate_of(k->action), k->to };
	if (lang->edit_call(parser, source, &call, fates, planner_arena(p), &edits, &err))
		change_edits(p, c, x->file, &edits);
	else
		change_lower(p, c, MEND_SHOW, "%s", err.message);
}

static void plan_call(const struct rewriter *self, struct planner *p, const struct finding *x, const struct use *u, uint32_t map)
{
	const struct rule_input *in = planner_input(p);
	const struct argument_map *m = &in->families->arguments.items.items[map];
	struct signature s = signature_of(in->project, in->link, m->file, m->def, planner_arena(p));
	struct call_plan plan;
	uint32_t c;

	call_judge(m, &s, u, planner_arena(p), &plan);
	if (!plan.items.len) { /* wrong in another way, of which the map says nothing */
		call_plan_release(&plan);
		return;
	}
	c = change_begin(p, self, x, plan.level, STR_FMT, STR_ARG(call_plan_text(&plan, planner_arena(p))));
	change_reason(p, c, STR_FMT, STR_ARG(plan.reason));
	if (planner_refusal(p, x->file)) {
		change_lower(p, c, MEND_SHOW, "%s", planner_refusal(p, x->file));
		planner_skip(p, x->file);
	} else if (plan.level > MEND_SHOW) {
		edit(p, x, u, &plan, c);
	}
	call_plan_release(&plan);
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	const struct rule_input *in = planner_input(p);
	const struct use *u = call_at(p, x);
	uint32_t map = u ? argument_map_of(&in->families->arguments, in->project, in->link, x->file, u) : NONE;

	if (map != NONE)
		plan_call(self, p, x, u, map);
}

static const char *const codes[] = { "CN403", NULL };

extern const struct rewriter rewriter_argument;
const struct rewriter rewriter_argument = {
	.name = "argument",
	.keeps_names = true,
	.codes = codes,
	.title = "pass what it takes",
	.why = "These calls passed keywords that the signature does not have, and would have raised when they were reached. The map of "
	       "arguments in the configuration says what has become of them.",
	.plan = plan,
};
