/* CN403: a call that passes what is not taken, passes it twice, or lacks what is required. */
#include "base/base.h"
#include "rules/callable.h"
#include "rules/rule.h"

static struct str keywords_text(const struct call_plan *c, struct arena *a)
{
	struct str text = { 0 };

	vec_foreach(struct argument_change, x, &c->items)
		text = arena_printf(a, STR_FMT "%s" STR_FMT "=", STR_ARG(text), text.len ? ", " : "", STR_ARG(x->keyword));
	return text;
}

static struct str reason_text(const struct config_argument *m, struct arena *a)
{
	struct str until = m->until.len ? arena_printf(a, " (until " STR_FMT ")", STR_ARG(m->until)) : STR("");

	if (!m->reason.len)
		return until;
	return arena_printf(a, "; the map says why: " STR_FMT STR_FMT, STR_ARG(m->reason), STR_ARG(until));
}

/* What the map speaks of is said by what it makes of the call. */
static uint32_t without_mapped(const struct call_fault *faults, uint32_t count, const struct call_plan *plan, struct call_fault *ret)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++) {
		bool is_mapped = false;

		vec_foreach(struct argument_change, x, &plan->items) {
			is_mapped |= faults[i].kind == FAULT_UNKNOWN && str_eq(x->keyword, faults[i].name);
			is_mapped |= faults[i].kind == FAULT_MISSING && x->action == ARGUMENT_RENAME && str_eq(x->to, faults[i].name);
		}
		if (!is_mapped)
			ret[kept++] = faults[i];
	}
	return kept;
}

struct caller {
	const struct rule *self;
	const struct rule_input *in;
	struct findings *out;
	struct callables callables;
};

/* The name as it is known where it is defined. */
static struct str name_of(const struct caller *c, file_id file, uint32_t def)
{
	const struct def *defs = c->in->project->files[file].outline.defs;
	uint32_t parent = defs[def].parent;

	if (parent == NONE || defs[parent].kind != DEF_CLASS)
		return defs[def].name;
	return arena_printf(&c->out->arena, STR_FMT "." STR_FMT, STR_ARG(defs[parent].name), STR_ARG(defs[def].name));
}

static struct finding *report_plan(struct caller *c, const struct argument_map *map, const struct call_plan *plan, file_id file, const struct use *u)
{
	struct signature s = signature_of(c->in->project, c->in->link, map->file, map->def, &c->out->arena);
	struct str name = name_of(c, map->file, map->def);
	struct arena *a = &c->out->arena;
	struct finding *x = finding_add(c->out, c->self, map->family, file, u->span, name, "`" STR_FMT "` does not take " STR_FMT, STR_ARG(name),
					STR_ARG(keywords_text(plan, a)));

	finding_relate(c->out, x, s.file, s.line, "what it takes" STR_FMT, STR_ARG(reason_text(map->config, a)));
	if (plan->level == MEND_SAFE)
		finding_mend(c->out, x, MEND_SAFE, STR_FMT, STR_ARG(call_plan_text(plan, a)));
	else
		finding_mend(c->out, x, plan->level, STR_FMT " (" STR_FMT ")", STR_ARG(call_plan_text(plan, a)), STR_ARG(plan->reason));
	return x;
}

static void mend_faults(struct caller *c, struct finding *x, const struct call_fault *faults, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		if (!faults[i].suggested.len)
			continue;
		finding_mend(c->out, x, MEND_SHOW, "`" STR_FMT "=` may be what `" STR_FMT "=` was meant to be", STR_ARG(faults[i].suggested),
			     STR_ARG(faults[i].name));
		return;
	}
	finding_mend(c->out, x, MEND_SHOW, "pass what it takes; what became of a keyword can be said under `arguments` in canonry.yaml");
}

static void report_faults(struct caller *c, uint32_t family, const struct callee *callee, file_id file, const struct use *u,
			  const struct call_fault *faults, uint32_t count)
{
	const struct callable *callable = callable_read(&c->callables, callee->file, callee->def);
	struct str name = name_of(c, callee->file, callee->def);
	struct arena *a = &c->out->arena;
	struct finding *x = finding_add(c->out, c->self, family, file, u->span, name, "`" STR_FMT "` " STR_FMT, STR_ARG(name),
					STR_ARG(call_faults_text(faults, count, callable, a)));

	finding_relate(c->out, x, callable->file, callable->line, "what it takes: " STR_FMT, STR_ARG(callable_text(callable, a)));
	mend_faults(c, x, faults, count);
}

/* What is wrong besides, and stays so when the map is followed. */
static void relate_rest(struct caller *c, struct finding *x, const struct callee *callee, const struct call_fault *faults, uint32_t count,
			const struct call_plan *plan)
{
	struct call_fault *rest = arena_array(&c->out->arena, struct call_fault, count + 1);
	const struct callable *callable = callable_read(&c->callables, callee->file, callee->def);

	count = without_mapped(faults, count, plan, rest);
	if (count)
		finding_relate(c->out, x, x->file, x->span.line, "besides, it " STR_FMT,
			       STR_ARG(call_faults_text(rest, count, callable, &c->out->arena)));
}

static uint32_t faults_of(struct caller *c, const struct callee *callee, file_id file, const struct use *u, const struct call_fault **ret)
{
	const struct callable *callable = callable_read(&c->callables, callee->file, callee->def);

	return call_faults(&c->callables, callable, callee, file, u, &c->out->arena, ret);
}

/* A call of a callable with a map; true when it is one. */
static bool look_mapped(struct caller *c, file_id file, const struct use *u)
{
	const struct argument_maps *maps = &c->in->families->arguments;
	const struct call_fault *faults = NULL;
	const struct argument_map *map;
	struct call_plan plan = { 0 };
	struct callee callee;
	uint32_t count;

	if (!callee_of(maps, c->in->project, c->in->link, file, u, &callee))
		return false;
	map = &maps->items.items[callee.map];
	if (callee.form != CALL_PARTIAL) {
		struct signature s = signature_of(c->in->project, c->in->link, map->file, map->def, &c->out->arena);

		call_judge(map, &s, u, &c->out->arena, &plan);
	}
	count = faults_of(c, &callee, file, u, &faults);
	if (plan.items.len)
		relate_rest(c, report_plan(c, map, &plan, file, u), &callee, faults, count, &plan);
	else if (count)
		report_faults(c, map->family, &callee, file, u, faults, count);
	call_plan_release(&plan);
	return true;
}

/* A call of a member or product; those with a map are reported elsewhere. */
static void look_own(struct caller *c, file_id file, const struct use *u, bool is_inner)
{
	const struct argument_maps *maps = &c->in->families->callables;
	const struct call_fault *faults = NULL;
	struct callee callee, mapped;
	uint32_t count;

	if (!callee_of(maps, c->in->project, c->in->link, file, u, &callee) &&
	    (is_inner || !callee_on_instance(&c->callables, maps, file, u, &callee)))
		return;
	if (is_inner != (callee.form == CALL_OWN || callee.form == CALL_BASE))
		return;
	if (callee_of(&c->in->families->arguments, c->in->project, c->in->link, file, u, &mapped))
		return;
	count = faults_of(c, &callee, file, u, &faults);
	if (count)
		report_faults(c, maps->items.items[callee.map].family, &callee, file, u, faults, count);
}

static void look_at_details(struct caller *c, file_id file)
{
	const struct file *f = &c->in->project->files[file];

	for (uint32_t k = 0; k < f->details.use_count && !(f->roles & (ROLE_BACKUP | ROLE_VENDORED)); k++)
		if (f->details.uses[k].kind == USE_CALL && !look_mapped(c, file, &f->details.uses[k]))
			look_own(c, file, &f->details.uses[k], true);
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct caller c = { .self = self, .in = in, .out = out };
	bool has_any = in->families->arguments.items.len || in->families->callables.items.len;

	callables_init(&c.callables, in->project, in->link, &out->arena);
	for (file_id i = 0; i < in->project->file_count && has_any; i++)
		look_at_details(&c, i);
	vec_foreach(const struct file_calls, f, &in->families->calls)
		for (uint32_t k = 0; k < f->count; k++)
			look_own(&c, f->file, &f->calls[k], false);
	callables_release(&c.callables);
}

const struct rule rule_cn403 = {
	.code = "CN403",
	.name = "removed-argument",
	.summary = "constructor called with a removed or renamed argument, or without a required one",
	.explanation =
	"A call of a family's product or member, or of a callable that the configuration has a map\n"
	"for, does not fit what is called: it passes a keyword that is not taken, passes one twice\n"
	"or too many by position, or leaves out a required one. When the line is reached it raises\n"
	"a TypeError. What counts is the real signature: `__init__` or `__new__`, the fields of a\n"
	"data class, and what is inherited. Calls of methods count where it is certain whose instance\n"
	"it is: what the one constructor call of the function, or of the class, made, or what the\n"
	"parameter is annotated as. Nothing is said where it is not certain: decorators of\n"
	"unknown kind, bases outside of the code base, dicts unpacked that are not written in the\n"
	"same function; nor of calls under `with raises(TypeError)` or `except TypeError`.\n"
	"\n"
	"Example: `UserContext(user=u, trace=t)`, where canonry.yaml has\n"
	"\n"
	"  arguments:\n"
	"    - callable: app.context:UserContext\n"
	"      rename: {user: user_id}\n"
	"      into: {metadata: [trace]}\n"
	"\n"
	"What to do: write `UserContext(user_id=u, metadata={\"trace\": t})`. Where the configuration\n"
	"says so it is done by `canonry migrate`. `canonry argument-map` shows what becomes of every\n"
	"call, and with --suggest proposes a map.\n",
	.severity = SEVERITY_ERROR,
	.mend = MEND_SAFE,
	.run = run,
};
