/* The straight path through a function of C or C++ and what it calls in any case: set up twice, or needed before (CN306). */
#include "base/base.h"
#include "rules/cstate_order.h"
#include "rules/names.h"

#define CALLS_DEPTH 3 /* of calls that are followed */

/* Where on the path something happens: in the function itself, or in what it calls there. */
struct moment {
	bool is_there;
	struct span span;      /* in the function itself */
	struct str callee;     /* what it calls there */
	uint32_t file, func;   /* where it really happens */
	uint32_t line;
	unsigned confidence;
};

struct walk {
	const struct rule *self;
	struct corder *o;
	struct findings *out;
	uint32_t file, func; /* whose path it is */
	struct span top;     /* the step of it that is looked at */
	struct str top_name;
	struct moment configured, needed, late; /* late: it was needed before */
	const struct cconfigurator *by, *late_by;
	bool is_maybe;       /* it may have been set up on the way, in an arm or under another name */
	bool is_told;
	VEC(uint64_t) met;   /* functions on the path: map_pair(file, func) */
};

static const struct cstate_file *file_of(const struct walk *w, uint32_t file)
{
	return &w->o->s->files.items[file];
}

static bool is_home(const struct walk *w, uint32_t file)
{
	return file_of(w, file) == w->o->home;
}

/* --- Whom a call means --- */

static bool fits(const struct walk *w, const struct cfunc_ref *ref, const struct cstep *step, uint32_t from_file, uint32_t from_func)
{
	struct str name = cstate_func(w->o->s, file_of(w, ref->file), ref->func)->name, own = cstate_func(w->o->s, file_of(w, from_file), from_func)->name;
	struct str scope = str_slice(name, 0, name.len - str_tail(name, ':').len), own_scope = str_slice(own, 0, own.len - str_tail(own, ':').len);

	if (!str_eq(str_tail(name, ':'), step->name))
		return false;
	if (step->scope.len == 0)
		return scope.len == 0 || str_eq(scope, own_scope) || str_starts(own_scope, scope);
	return scope.len > 2 && str_eq(str_tail(str_slice(scope, 0, scope.len - 2), ':'), step->scope);
}

/* The file's own function, else the only one that others can call. */
static bool find_called(const struct walk *w, const struct cstep *step, uint32_t from_file, uint32_t from_func, struct cfunc_ref *ret)
{
	const struct cfunc_ref *refs;
	uint32_t count = cstate_funcs_named(w->o->s, step->name, &refs), own = 0, others = 0;
	struct cfunc_ref other = { .func = NONE };

	for (uint32_t i = 0; i < count; i++) {
		if (!fits(w, &refs[i], step, from_file, from_func))
			continue;
		if (refs[i].file == from_file) {
			*ret = refs[i];
			own++;
		} else if (!(cstate_func(w->o->s, file_of(w, refs[i].file), refs[i].func)->flags & CFUNC_STATIC)) {
			other = refs[i];
			others++;
		}
	}
	if (own == 0 && others == 1)
		*ret = other;
	return own ? own == 1 : others == 1;
}

/* --- What happens --- */

static struct moment moment_at(const struct walk *w, uint32_t file, uint32_t func, uint32_t line, unsigned confidence)
{
	return (struct moment){ true, w->top, w->top_name, file, func, line, confidence };
}

static void relate_moment(const struct walk *w, struct finding *x, const struct moment *m, const char *what)
{
	bool is_here = m->file == w->file && m->func == w->func;

	if (is_here)
		finding_relate(w->out, x, file_of(w, w->file)->file, m->span.line, "%s", what);
	else
		finding_relate(w->out, x, file_of(w, m->file)->file, m->line, "%s, in `" STR_FMT "`, which `" STR_FMT "` calls in line %u", what,
			       STR_ARG(cstate_func(w->o->s, file_of(w, m->file), m->func)->name),
			       STR_ARG(cstate_func(w->o->s, file_of(w, w->file), w->func)->name), m->span.line);
}

static void relate_writer(const struct walk *w, struct finding *x, const struct cconfigurator *c)
{
	finding_relate(w->out, x, w->o->home->file, c->line, "`" STR_FMT "` writes it", STR_ARG(cstate_func(w->o->s, w->o->home, c->func)->name));
}

static void report_twice(struct walk *w, const struct cconfigurator *c, const struct moment *again)
{
	const struct corder *o = w->o;
	struct finding *x = finding_add(w->out, w->self, cstate_family(o->s, o->home, c->func, o->slot), file_of(w, w->file)->file, again->span,
					cstate_func(o->s, o->home, c->func)->name,
					"`" STR_FMT "` is set up a second time: who took it before keeps the first one", STR_ARG(cstate_symbol(o->s, o->home, o->slot)));

	x->confidence = 80;
	relate_moment(w, x, &w->configured, "the first time");
	if (again->file != w->file || again->func != w->func)
		relate_moment(w, x, again, "the second time");
	relate_writer(w, x, w->by);
	if (c != w->by)
		relate_writer(w, x, c);
	finding_mend(w->out, x, MEND_SHOW, "set it up once");
	w->is_told = true;
}

static void configure(struct walk *w, const struct cconfigurator *c, uint32_t file, uint32_t func, uint32_t line)
{
	struct moment now = moment_at(w, file, func, line, 0);
	bool is_apart = w->configured.is_there && w->configured.span.start != now.span.start;

	if (is_apart && !c->is_guarded && !w->is_told)
		report_twice(w, c, &now);
	else if (!w->configured.is_there && w->needed.is_there && w->needed.span.start != now.span.start && !w->is_maybe && !w->late.is_there) {
		w->late = now;
		w->late_by = c;
	}
	if (w->configured.is_there)
		return;
	w->configured = now;
	w->by = c;
}

static void reset(struct walk *w)
{
	w->configured.is_there = false;
	if (!w->late.is_there)
		w->needed.is_there = false;
}

static void need(struct walk *w, uint32_t file, uint32_t func, uint32_t line, unsigned confidence)
{
	if (!w->configured.is_there && !w->is_maybe && !w->needed.is_there)
		w->needed = moment_at(w, file, func, line, confidence);
}

/* --- The walk --- */

static bool asks_for_it(const struct walk *w, uint32_t func)
{
	CSTATE_EVENTS (w->o->home, w->o->slot, e)
		if (e->func == func && e->kind == CSTATE_CHECK)
			return true;
	return false;
}

/* Does the function give out the variable as it is? */
static uint32_t returned_line(const struct walk *w, uint32_t func)
{
	CSTATE_EVENTS (w->o->home, w->o->slot, e)
		if (e->func == func && e->kind == CSTATE_RETURN && e->is_whole)
			return e->span.line;
	return 0;
}

static bool may_leave(struct walk *w, uint32_t file, uint32_t func)
{
	struct csteps steps = corder_steps(w->o, file, func);

	for (uint32_t i = 0; i < steps.count; i++)
		if (steps.items[i].kind == CSTEP_LEAVE)
			return true;
	return false;
}

/* Which argument of a call the variable is, alone; NONE when it is none. */
static uint32_t argument_of(const struct walk *w, const struct cstate_event *pass)
{
	struct str rest = pass->text, part;

	if (str_find(rest, '(') < rest.len)
		return NONE;
	for (uint32_t i = 0; str_next(&rest, ',', &part); i++)
		if (str_eq(str_trim(part), w->o->slot->name))
			return i;
	return NONE;
}

/* Does the called function look into what it is given there, without asking whether there is anything? */
static bool looks_into(const struct walk *w, const struct cfunc_ref *to, uint32_t argument)
{
	const struct cstate_file *f = file_of(w, to->file);
	const struct cfunc *called = cstate_func(w->o->s, f, to->func);
	struct csteps steps;

	if (argument >= called->param_count)
		return false;
	project_steps(w->o->s->in->project, f->file, to->func, to->func + 1,
		      &(struct cwatch){ .name = called->params[argument].name, .is_param = true }, &steps);
	for (uint32_t i = 0; i < steps.count && steps.items[i].kind != CSTEP_LEAVE; i++)
		if (steps.items[i].kind == CSTEP_READ && steps.items[i].is_sure)
			return true;
	return false;
}

/* Of these there has to be one before it is asked for something; an empty list may be NULL. */
static bool is_table(const struct cslot *slot)
{
	static const char *const words[] = { "hash", "hashtable", "table", "map", "hashmap", "dict", "tree", "htab", "queue", NULL };

	return name_has_word(cstate_type(slot), words);
}

/* The variable is handed to what looks into it; `to` is NULL for what is not of this tree. */
static void take_argument(struct walk *w, const struct cstep *step, uint32_t file, uint32_t func, const struct cfunc_ref *to)
{
	if (w->configured.is_there || w->is_maybe || w->needed.is_there)
		return;
	CSTATE_EVENTS (w->o->home, w->o->slot, e) {
		bool is_asked = e->kind == CSTATE_LOOKUP || e->kind == CSTATE_ADD;

		if (e->func != func || e->span.start < step->span.end || e->span.line > step->span.line + 3 || !str_eq(e->value, step->name))
			continue;
		if (to ? (is_asked || e->kind == CSTATE_PASS) && looks_into(w, to, argument_of(w, e)) : is_asked && is_table(w->o->slot))
			need(w, file, func, step->span.line, to ? 80 : 75);
		return;
	}
}

/* What the function itself does to the variable in [from, to) of its text. */
static void take_events(struct walk *w, uint32_t file, uint32_t func, uint32_t from, uint32_t to)
{
	if (!is_home(w, file))
		return;
	CSTATE_EVENTS (w->o->home, w->o->slot, e) {
		if (e->func != func || e->span.start < from || e->span.start >= to)
			continue;
		if (e->kind == CSTATE_DROP || (e->kind == CSTATE_SET && e->value_kind == CVALUE_NULL))
			reset(w);
		else if (e->kind == CSTATE_SET || (e->kind == CSTATE_PASS && e->span.end - e->span.start > w->o->slot->name.len))
			w->is_maybe = true;
	}
}

static void take_roles(struct walk *w, unsigned roles)
{
	if (roles & CORDER_RESETS)
		reset(w);
	if (roles & CORDER_SETS)
		w->is_maybe = true;
}

static bool is_met(const struct walk *w, uint32_t file, uint32_t func)
{
	vec_foreach(const uint64_t, key, &w->met)
		if (*key == map_pair(file, func))
			return true;
	return false;
}

static void visit(struct walk *w, uint32_t file, uint32_t func, unsigned depth);

static void take_call(struct walk *w, const struct cstep *step, uint32_t file, uint32_t func, bool is_sure, bool is_asking, unsigned depth)
{
	const struct cconfigurator *c;
	struct cfunc_ref to = { .func = NONE };
	unsigned roles;

	bool is_found;

	if (step->is_member)
		return;
	is_found = find_called(w, step, file, func, &to);
	if (is_sure && !is_asking && is_home(w, file))
		take_argument(w, step, file, func, is_found ? &to : NULL);
	if (!is_found)
		return;
	c = corder_configurator(w->o, to.file, to.func);
	roles = corder_roles(w->o, to.file, to.func);
	if (c && is_sure)
		configure(w, c, file, func, step->span.line);
	else if (c)
		w->is_maybe = true;
	else if (!is_sure || depth == CALLS_DEPTH || is_met(w, to.file, to.func))
		take_roles(w, roles);
	else if (roles)
		visit(w, to.file, to.func, depth + 1);
	if (c || !is_sure || step->is_asked || !is_home(w, to.file) || !returned_line(w, to.func) || asks_for_it(w, to.func) || may_leave(w, to.file, to.func))
		return;
	need(w, to.file, to.func, returned_line(w, to.func), 70);
}

/* Behind a place where it may have ended, what a called function does is not sure; on the path itself that goes without saying. */
static void visit(struct walk *w, uint32_t file, uint32_t func, unsigned depth)
{
	struct csteps steps = corder_steps(w->o, file, func);
	bool is_sure = true, has_left = false, asks = is_home(w, file) && asks_for_it(w, func);
	uint32_t at = 0;

	vec_push(&w->met, map_pair(file, func));
	for (uint32_t i = 0; i < steps.count; i++) {
		const struct cstep *step = &steps.items[i];

		take_events(w, file, func, at, step->span.start);
		at = MAX(at, step->span.start);
		if (depth == 0) {
			w->top = step->span;
			w->top_name = step->name;
		}
		has_left = has_left || step->kind == CSTEP_LEAVE;
		is_sure = step->is_sure && (depth == 0 || !has_left);
		if (step->kind == CSTEP_CALL)
			take_call(w, step, file, func, is_sure, asks || has_left, depth);
		else if (step->kind == CSTEP_READ && is_home(w, file) && step->is_sure && !has_left && !asks)
			need(w, file, func, step->span.line, 80);
	}
	take_events(w, file, func, at, UINT32_MAX);
}

/* --- Needed too early --- */

/* Are all calls of the function on this path? One that others call, in ways that names do not tell, may have run before. */
static bool is_called_here_only(const struct walk *w, uint32_t file, uint32_t func)
{
	const struct cstate_file *f = file_of(w, file);
	const struct cfunc_ref *calls;
	uint32_t count = cstate_callers(w->o->s, f, func, &calls), seen = 0;

	for (uint32_t i = 0; i < count; i++) {
		if (calls[i].file != file && cstate_func(w->o->s, f, func)->flags & CFUNC_STATIC)
			continue;
		if (!is_met(w, calls[i].file, calls[i].func))
			return false;
		seen++;
	}
	return seen > 0;
}

/* Is the variable set by nobody but what is called on this path? Then it cannot have been set before. */
static bool is_set_here_only(const struct walk *w)
{
	if (w->o->slot->is_set)
		return false;
	vec_foreach(const uint64_t, key, &w->o->ranked) {
		uint32_t file = (uint32_t)(*key >> 32), func = (uint32_t)*key;
		bool leads_there = corder_roles(w->o, file, func) & CORDER_SETS;
		bool is_it = is_home(w, file) && corder_configurator(w->o, file, func);

		if (leads_there && !(file == w->file && func == w->func) && (is_it || is_met(w, file, func)) && !is_called_here_only(w, file, func))
			return false;
	}
	CSTATE_EVENTS (w->o->home, w->o->slot, e)
		if (e->kind == CSTATE_SET && e->value_kind != CVALUE_NULL && !corder_configurator(w->o, cstate_index_of(w->o->s, w->o->home), e->func) &&
		    !is_met(w, cstate_index_of(w->o->s, w->o->home), e->func))
			return false;
	return true;
}

static void report_early(const struct walk *w)
{
	const struct corder *o = w->o;
	const struct moment *needed = &w->needed;
	bool is_here = needed->file == w->file && needed->func == w->func;
	struct str who = is_here ? cstate_func(o->s, file_of(w, w->file), w->func)->name : needed->callee;
	struct finding *x = finding_add(w->out, w->self, cstate_family(o->s, o->home, w->late_by->func, o->slot), file_of(w, w->file)->file, needed->span, who,
					"`" STR_FMT "` needs `" STR_FMT "` before line %u sets it up", STR_ARG(who), STR_ARG(cstate_symbol(o->s, o->home, o->slot)),
					w->late.span.line);

	x->confidence = needed->confidence;
	if (!is_here)
		finding_relate(w->out, x, file_of(w, needed->file)->file, needed->line, "`" STR_FMT "` needs it here",
			       STR_ARG(cstate_func(o->s, file_of(w, needed->file), needed->func)->name));
	relate_moment(w, x, &w->late, "set up here");
	relate_writer(w, x, w->late_by);
	finding_mend(w->out, x, MEND_SHOW, "set it up first");
}

void corder_check_path(const struct rule *self, struct corder *o, struct findings *out, uint32_t file, uint32_t func)
{
	struct walk w = { .self = self, .o = o, .out = out, .file = file, .func = func };

	visit(&w, file, func, 0);
	if (w.late.is_there && is_set_here_only(&w))
		report_early(&w);
	vec_release(&w.met);
}
