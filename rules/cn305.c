/* CN305: a collaborator that is null, or that each member builds for itself. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/state.h"

#include <stdlib.h>

/* --- Passed as None --- */

struct callee {
	file_id file;
	uint32_t def;      /* the function; for a class its __init__ */
	uint32_t class_def; /* the class that is made, or NONE */
};

static uint32_t method_of(const struct project *p, file_id file, uint32_t class_def, const char *name)
{
	const struct outline *o = &p->files[file].outline;

	for (uint32_t d = class_def + 1; d < o->def_count && o->defs[d].span.start < o->defs[class_def].end; d++)
		if (o->defs[d].parent == class_def && str_is(o->defs[d].name, name))
			return d;
	return NONE;
}

static struct target target_of(struct states *s, const struct state_file *f, uint32_t def, struct str name)
{
	uint32_t class_def = state_class_of(s, f, def);

	if (class_def != NONE && (str_starts(name, STR("self.")) || str_starts(name, STR("cls."))))
		return link_member(s->in->link, f->file, class_def, str_slice(name, str_find(name, '.') + 1, name.len));
	if (class_def != NONE && str_is(name, "cls"))
		return (struct target){ .kind = TARGET_DEF, .file = f->file, .index = class_def };
	return link_dotted(s->in->link, f->file, def, name);
}

static bool find_callee(struct states *s, const struct state_file *f, const struct use *u, struct callee *ret)
{
	struct target t = target_of(s, f, state_def_at(s, f, u->def_start), u->name);

	if (t.kind != TARGET_DEF || t.index == NONE)
		return false;
	*ret = (struct callee){ .file = t.file, .def = t.index, .class_def = NONE };
	if (s->in->project->files[t.file].outline.defs[t.index].kind == DEF_CLASS) {
		ret->class_def = t.index;
		ret->def = method_of(s->in->project, t.file, t.index, "__init__");
	}
	return ret->def != NONE;
}

static const struct param *param_named(const struct detail *d, struct str name)
{
	for (uint32_t i = 0; d && i < d->param_count; i++)
		if (str_eq(d->params[i].name, name))
			return &d->params[i];
	return NULL;
}

static bool asks_for(const struct states *s, const struct state_file *f, uint32_t def, struct str name)
{
	STATE_EVENTS (s, f, def, e)
		if (e->kind == STATE_CHECK && str_eq(e->name, name))
			return true;
	return false;
}

/* A call of the collaborator's methods in a function that never asks whether it is there: 0, or its line. */
static uint32_t unasked_use(struct states *s, const struct state_file *f, const struct callee *c, struct str param)
{
	const struct outline *o = &s->in->project->files[f->file].outline;
	struct str names[] = { arena_printf(&s->arena, "self." STR_FMT, STR_ARG(param)), arena_printf(&s->arena, "self._" STR_FMT, STR_ARG(param)), param };

	for (uint32_t i = 0; i < f->facts.details.use_count; i++) {
		const struct use *u = &f->facts.details.uses[i];
		uint32_t def = state_def_at(s, f, u->def_start);
		size_t n = ARRAY_LEN(names);

		if (u->kind != USE_CALL || def == NONE)
			continue;
		for (size_t k = 0; k < ARRAY_LEN(names); k++)
			if (str_eq(str_head(u->name, '.'), names[k]))
				n = k;
		if (n == ARRAY_LEN(names) || (n == 2 ? def != c->def : c->class_def == NONE || o->defs[def].parent != c->class_def))
			continue;
		if (!asks_for(s, f, def, names[n]))
			return u->span.line;
	}
	return 0;
}

struct nulls {
	struct str names; /* "`a`, `b`" */
	uint32_t count, used_line, param_line;
	bool is_required;
};

static void take_null(struct states *s, const struct callee *c, const struct argument *a, struct nulls *ret)
{
	const struct state_file *at = states_part(s, STATE_PART_WHOLE, c->file, c->def);
	const struct param *p = param_named(state_detail(s, at, c->def), a->keyword);
	uint32_t used;

	if (!p || !(states_look_at(s, c->file) || state_is_product_name(s, p->name)))
		return;
	used = unasked_use(s, c->class_def == NONE ? at : states_users(s, c->file, c->class_def, p->name), c, p->name);
	ret->names = arena_printf(&s->arena, STR_FMT "%s`" STR_FMT "`", STR_ARG(ret->names), ret->count ? ", " : "", STR_ARG(p->name));
	ret->count++;
	ret->is_required = ret->is_required || p->default_value.len == 0;
	if (used)
		ret->used_line = used;
}

static void check_call(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f, const struct use *u)
{
	struct nulls nulls = { .names = STR("") };
	struct callee c;
	struct finding *x;

	if (!find_callee(s, f, u, &c))
		return;
	for (uint32_t i = 0; i < u->argument_count; i++)
		if (str_is(u->arguments[i].value, "None") && state_is_collaborator(u->arguments[i].keyword))
			take_null(s, &c, &u->arguments[i], &nulls);
	if (!nulls.count)
		return;
	x = finding_add(out, self, state_family(s, f, state_def_at(s, f, u->def_start)), f->file, u->span, str_tail(u->name, '.'),
			"`" STR_FMT "` is given None for " STR_FMT, STR_ARG(u->name), STR_ARG(nulls.names));
	x->severity = nulls.is_required || nulls.used_line ? SEVERITY_WARNING : SEVERITY_NOTE;
	x->confidence = nulls.used_line ? 85 : 75;
	finding_relate(out, x, c.file, s->in->project->files[c.file].outline.defs[c.def].span.line, nulls.is_required ? "takes it without a default" : "takes it");
	if (nulls.used_line)
		finding_relate(out, x, c.file, nulls.used_line, "used here without asking whether it is there");
	finding_mend(out, x, MEND_SHOW, "pass the one that is configured, or an object that does nothing and says so");
}

static bool passes_null(const struct use *u)
{
	for (uint32_t i = 0; u->kind == USE_CALL && i < u->argument_count; i++)
		if (str_is(u->arguments[i].value, "None") && state_is_collaborator(u->arguments[i].keyword))
			return true;
	return false;
}

/* --- Built anew by several members --- */

struct built {
	const struct family *family;
	uint32_t member_def;
	file_id file, made_file;
	uint32_t made_def, line;
	struct span span;
	struct str attribute;
};

static bool is_maker(const struct member *m)
{
	return m->is_production && m->kind == MEMBER_CLASS && m->basis == BASIS_LINKED && m->def != NONE &&
	       (m->class == CLASS_CANONICAL || m->class == CLASS_DUPLICATE || m->class == CLASS_NEAR_DUPLICATE || m->class == CLASS_IMPURE_WRAPPER);
}

typedef VEC(struct built) built_list;

static void collect_built(struct states *s, const struct family *fam, const struct member *m, built_list *ret)
{
	const struct state_file *f = states_part(s, STATE_PART_BUILT, m->file, m->def);

	for (uint32_t i = state_range(f, m->def).first; f->facts.is_read && i < state_range(f, m->def).end; i++) {
		const struct state_event *e = &f->facts.events[i];
		struct built b = { .family = fam, .member_def = m->def, .file = m->file, .span = e->span, .attribute = e->name };

		if (e->kind != STATE_SET || e->value_kind != STATE_VALUE_CALL || !str_starts(e->name, STR("self.")) || !state_is_collaborator(str_tail(e->name, '.')))
			continue;
		if (!state_made_class(s, f, state_def_at(s, f, e->def_start), e->value, &b.made_file, &b.made_def))
			continue;
		if (state_of_class(s, b.made_file, b.made_def).change_line)
			vec_push(ret, b);
	}
}

static void check_built(const struct rule *self, struct states *s, struct findings *out, const struct family *fam)
{
	built_list list = { 0 };

	vec_foreach(struct member, m, &fam->members)
		if (is_maker(m))
			collect_built(s, fam, m, &list);
	for (size_t i = 0; i < list.len; i++) {
		const struct built *b = &list.items[i], *other = NULL;
		struct finding *x;

		for (size_t k = 0; k < i && !other; k++)
			if (list.items[k].made_file == b->made_file && list.items[k].made_def == b->made_def &&
			    (list.items[k].file != b->file || list.items[k].member_def != b->member_def))
				other = &list.items[k];
		if (!other)
			continue;
		x = finding_add(out, self, family_index(s->in, fam), b->file, b->span, b->attribute, "`" STR_FMT "` is a " STR_FMT " of its own; another member builds one too",
				STR_ARG(b->attribute), STR_ARG(s->in->project->files[b->made_file].outline.defs[b->made_def].name));
		x->confidence = 75;
		finding_relate(out, x, other->file, other->span.line, "the other one");
		finding_relate(out, x, b->made_file, s->in->project->files[b->made_file].outline.defs[b->made_def].span.line, "what they build");
		finding_mend(out, x, MEND_SHOW, "let whoever makes the members pass one to both");
	}
	vec_release(&list);
}

/* --- Initialised twice --- */

static bool initialises(struct str name)
{
	static const char *const verbs[] = { "configure", "init", "initialize", "set_up", "setup", "start" };

	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (str_is(str_tail(name, '.'), verbs[i]))
			return true;
	return false;
}

/* Is it another object by then, or closed in between? */
static bool is_renewed(const struct states *s, const struct state_file *f, const struct state_event *first, const struct state_event *again)
{
	struct str receiver = str_head(first->name, '.');

	for (const struct state_event *e = first + 1; e < again; e++) {
		if (e->kind == STATE_SET && (str_eq(e->name, receiver) || str_eq(e->name, str_slice(receiver, 0, str_find(receiver, '.')))))
			return true;
		if (e->kind == STATE_CALL && str_eq(str_head(e->name, '.'), receiver) && !initialises(e->name) && !str_starts(str_tail(e->name, '.'), STR("get_")))
			return true;
	}
	return s->in->project->files[f->file].roles & ROLE_NOT_PRODUCTION;
}

static const struct state_event *again_after(const struct states *s, const struct state_file *f, const struct state_event *first)
{
	const struct state_event *end = f->facts.events + f->facts.event_count;

	for (const struct state_event *e = first + 1; e < end; e++)
		if (e->kind == STATE_CALL && e->def_start == first->def_start && str_eq(e->name, first->name))
			return is_renewed(s, f, first, e) ? NULL : e;
	return NULL;
}

static void check_twice(const struct rule *self, struct states *s, struct findings *out, const struct state_file *f)
{
	for (uint32_t i = 0; i < f->facts.event_count; i++) {
		const struct state_event *e = &f->facts.events[i], *again;
		struct str receiver = str_head(e->name, '.');
		struct finding *x;

		if (e->kind != STATE_CALL || !initialises(e->name) || str_is(receiver, "self") || !state_is_collaborator(str_tail(receiver, '.')))
			continue;
		again = again_after(s, f, e);
		if (!again)
			continue;
		x = finding_add(out, self, state_family(s, f, state_def_at(s, f, e->def_start)), f->file, again->span, receiver,
				"`" STR_FMT "` is called a second time for the same object", STR_ARG(e->name));
		x->confidence = 75;
		finding_relate(out, x, f->file, e->span.line, "the first time");
		finding_mend(out, x, MEND_SHOW, "initialise it where it is made, once");
	}
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct states *s = in->states;

	for (size_t k = 0, count = s->files.len; k < count; k++) {
		const struct state_file *f = s->files.items[k];
		bool is_sought = (f->is_looked_at || f->is_neighbour) && project_is_production(in->project, f->file);

		for (uint32_t i = 0; is_sought && i < f->facts.details.use_count; i++)
			if (passes_null(&f->facts.details.uses[i]))
				check_call(self, s, out, f, &f->facts.details.uses[i]);
	}
	STATES_EACH (s, f)
		check_twice(self, s, out, f);
	vec_foreach(struct family, fam, &in->families->items)
		check_built(self, s, out, fam);
	cstate_cn305(self, in, out);
}

const struct rule rule_cn305 = {
	.code = "CN305",
	.name = "null-collaborator",
	.summary = "collaborator passed as null, re-created or re-initialised by a member (bridge, notifier)",
	.explanation =
	"A factory is given None for an object that it is meant to work with: a bridge, a notifier, a\n"
	"client. What goes through it is lost, in silence or with an AttributeError far away. It is a\n"
	"warning when the collaborator is required, or used without asking whether it is there; a\n"
	"note when its users ask. Reported as well are collaborators with a state of their own\n"
	"that several members of a family each build for themselves: there should be one; and a\n"
	"collaborator that one straight path initialises twice.\n"
	"\n"
	"Not meant are arguments that are data or options, and tests.\n"
	"\n"
	"In C it is NULL for a parameter that a function named like a creator looks into without\n"
	"asking, or which other callers of a family's member give it; and a variable that two\n"
	"functions each make, where one function comes to both: the first is lost.\n"
	"\n"
	"What to do: pass the collaborator that is configured; where none is wanted, an object that\n"
	"does nothing and says so.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
