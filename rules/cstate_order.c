/* CN306 in C and C++: which functions set up a variable that everybody shares, and on whose paths that is looked at. */
#include "base/base.h"
#include "rules/cstate_order.h"

#include <stdlib.h>

#include "rules/names.h"

#define ROLE_DEPTH 6    /* of calls that lead to what does something with the variable */
#define ROLES_MAX 2000  /* functions: where more lead there, names say nothing */
#define CALLERS_MAX 40  /* the same of those that call something by one name */
#define PATH_DEPTH 3    /* of calls between a configurator and the function whose path is looked at */

/* --- What is read once --- */

struct csteps corder_steps(struct corder *o, uint32_t file, uint32_t func)
{
	uint64_t key = map_pair(file, func);
	uint32_t known = map_get(&o->read, key);
	const struct cstate_file *f = &o->s->files.items[file];
	struct cwatch watch = { .name = f == o->home ? o->slot->name : STR("") };
	struct csteps steps;

	if (known != NONE)
		return o->paths.items[known];
	project_steps(o->s->in->project, f->file, func, func + 1, &watch, &steps);
	map_set(&o->read, key, (uint32_t)o->paths.len);
	vec_push(&o->paths, steps);
	return steps;
}

const struct cconfigurator *corder_configurator(const struct corder *o, uint32_t file, uint32_t func)
{
	if (&o->s->files.items[file] != o->home)
		return NULL;
	vec_foreach(const struct cconfigurator, c, &o->list)
		if (c->func == func)
			return c;
	return NULL;
}

/* --- Configurators --- */

/* engine_init, setup_engine, EngineConfigure; not engine_reinit, which is meant to be called again. */
static bool says_configure(struct str name)
{
	static const char *const words[] = { "init", "initialize", "initialise", "setup", "configure", "install", "bootstrap", "startup", NULL };
	static const char *const others[] = {
		"deinit", "uninit", "reinit", "reset", "clear", "free", "fini", "destroy", "cleanup", "shutdown", "restart",
		"reload", "teardown", "uninstall", "test", "once", "if", "maybe", "ensure", "lazy", "push", "begin", "next",
		"new", "switch", NULL,
	};

	return (name_has_word(name, words) || str_has(name, STR("set_up"))) && !name_has_word(name, others);
}

static bool is_shared(const struct cslot *slot)
{
	bool is_pointer = slot->pointers == 1 || (slot->pointers == 0 && str_has(slot->type, STR("_ptr<")));

	return (slot->kind == CSLOT_FILE || slot->kind == CSLOT_CLASS) && is_pointer && !slot->is_array && !slot->is_atomic && cstate_is_record(slot);
}

/* What it made, or was given to keep. */
static bool fills(const struct cstates *s, const struct cstate_file *f, const struct cstate_event *e)
{
	const struct cfunc *func = cstate_func(s, f, e->func);

	if (e->kind != CSTATE_SET)
		return false;
	if (e->value_kind == CVALUE_CALL)
		return true;
	for (uint32_t i = 0; e->value_kind == CVALUE_NAME && i < func->param_count; i++)
		if (str_eq(func->params[i].name, e->value))
			return true;
	return false;
}

/* Does the function ask whether there is one, or do away with it, before it sets it? */
static bool minds(const struct cstate_file *f, const struct cslot *slot, const struct cstate_event *set)
{
	CSTATE_EVENTS (f, slot, e)
		if (e->func == set->func && e != set && (e->kind == CSTATE_CHECK || (e->span.start < set->span.start && e->kind != CSTATE_RETURN)))
			return true;
	return false;
}

/* Is it set whenever the function is called, as far as what it was given lets it come? */
static bool is_straight(struct corder *o, const struct cstate_event *set)
{
	struct csteps steps = corder_steps(o, cstate_index_of(o->s, o->home), set->func);

	for (uint32_t i = 0; i < steps.count && steps.items[i].kind != CSTEP_LEAVE; i++)
		if (steps.items[i].kind == CSTEP_SET && steps.items[i].span.start == set->span.start)
			return steps.items[i].is_sure;
	return false;
}

static void collect(struct corder *o)
{
	uint32_t home = cstate_index_of(o->s, o->home);

	CSTATE_EVENTS (o->home, o->slot, e) {
		bool is_guarded;

		if (!fills(o->s, o->home, e) || !says_configure(cstate_func(o->s, o->home, e->func)->name) || corder_configurator(o, home, e->func))
			continue;
		is_guarded = minds(o->home, o->slot, e) || cstate_guard(o->home, e->func, e->span.start) || cstate_is_entered_guarded(o->s, o->home, e->func) ||
			     !is_straight(o, e);
		vec_push(&o->list, (struct cconfigurator){ e->func, e->span.line, is_guarded });
	}
}

/* --- Roles --- */

static void add_role(struct corder *o, uint32_t file, uint32_t func, unsigned roles)
{
	uint64_t key = map_pair(file, func);
	uint32_t known = map_get(&o->roles, key);

	if (known == NONE)
		vec_push(&o->ranked, key);
	map_set(&o->roles, key, (known == NONE ? 0 : known) | roles);
}

static unsigned role_of(const struct corder *o, const struct cstate_event *e)
{
	switch (e->kind) {
	case CSTATE_SET: return e->value_kind == CVALUE_NULL ? CORDER_RESETS : CORDER_SETS;
	case CSTATE_DROP: return CORDER_RESETS;
	case CSTATE_PASS: return e->span.end - e->span.start > o->slot->name.len ? CORDER_SETS : CORDER_NEEDS;
	default: return CORDER_NEEDS;
	}
}

/* Reads are no events: of the functions that name the variable, those that look into it. */
static void find_readers(struct corder *o)
{
	uint32_t home = cstate_index_of(o->s, o->home), count = o->s->in->project->files[o->home->file].creations->func_count;
	struct csteps *steps = xcalloc(count + 1, sizeof(*steps));

	project_steps(o->s->in->project, o->home->file, 0, count, &(struct cwatch){ .name = o->slot->name }, steps);
	for (uint32_t i = 0; i < count; i++) {
		if (steps[i].count == 0 || map_has(&o->read, map_pair(home, i)))
			continue;
		map_set(&o->read, map_pair(home, i), (uint32_t)o->paths.len);
		vec_push(&o->paths, steps[i]);
		for (uint32_t k = 0; k < steps[i].count; k++)
			if (steps[i].items[k].kind == CSTEP_READ)
				add_role(o, home, i, CORDER_NEEDS);
	}
	free(steps);
}

/* Whoever calls one of these does what it does. False when that is half of the program. */
static bool spread(struct corder *o)
{
	size_t first = 0;

	for (unsigned depth = 0; depth < ROLE_DEPTH && first < o->ranked.len; depth++) {
		size_t end = o->ranked.len;

		for (; first < end; first++) {
			uint32_t file = (uint32_t)(o->ranked.items[first] >> 32), func = (uint32_t)o->ranked.items[first];
			const struct cstate_file *f = &o->s->files.items[file];
			const struct cfunc_ref *calls;
			uint32_t count = cstate_callers(o->s, f, func, &calls);

			for (uint32_t i = 0; i < count; i++)
				if (calls[i].file == file || !(cstate_func(o->s, f, func)->flags & CFUNC_STATIC))
					add_role(o, calls[i].file, calls[i].func, corder_roles(o, file, func));
			if (o->ranked.len > ROLES_MAX)
				return false;
		}
	}
	return true;
}

static bool find_roles(struct corder *o)
{
	uint32_t home = cstate_index_of(o->s, o->home);

	CSTATE_EVENTS (o->home, o->slot, e)
		add_role(o, home, e->func, role_of(o, e));
	find_readers(o);
	return spread(o);
}

/* --- Several configurators --- */

static bool calls(const struct corder *o, const struct cfunc_ref *from, uint32_t func)
{
	const struct cstate_file *f = &o->s->files.items[from->file];
	uint64_t name = str_hash(str_tail(cstate_func(o->s, o->home, func)->name, ':'));

	for (uint32_t i = f->first_callee[from->func]; i < f->first_callee[from->func + 1]; i++)
		if (f->facts.callees[i].name == name)
			return true;
	return false;
}

/* A caller in another file; false where some file calls both: it knows of both. */
static bool find_caller(const struct corder *o, uint32_t func, uint32_t other, struct cfunc_ref *ret)
{
	const struct cfunc_ref *refs;
	uint32_t count = cstate_callers(o->s, o->home, func, &refs), home = cstate_index_of(o->s, o->home);
	bool found = false;

	for (uint32_t i = 0; i < count; i++) {
		const struct cstate_file *f = &o->s->files.items[refs[i].file];

		for (uint32_t k = 0; k < f->facts.callee_count; k++)
			if (f->facts.callees[k].name == str_hash(str_tail(cstate_func(o->s, o->home, other)->name, ':')))
				return false;
		if (refs[i].file == home)
			continue;
		*ret = refs[i];
		found = true;
	}
	return found;
}

static void relate_caller(const struct corder *o, struct findings *out, struct finding *x, const struct cfunc_ref *by, const struct cfunc *called)
{
	const struct cstate_file *f = &o->s->files.items[by->file];
	const struct cfunc *caller = cstate_func(o->s, f, by->func);

	finding_relate(out, x, f->file, caller->span.line, "`" STR_FMT "` calls `" STR_FMT "`", STR_ARG(caller->name), STR_ARG(called->name));
}

static void check_rival(const struct rule *self, struct corder *o, struct findings *out, const struct cconfigurator *a, const struct cconfigurator *b)
{
	const struct cfunc *f = cstate_func(o->s, o->home, a->func), *g = cstate_func(o->s, o->home, b->func);
	struct cfunc_ref first, second;
	struct finding *x;

	if (!find_caller(o, a->func, b->func, &first) || !find_caller(o, b->func, a->func, &second) ||
	    (cstate_has_main(o->s, &o->s->files.items[first.file]) && cstate_has_main(o->s, &o->s->files.items[second.file])))
		return;
	x = finding_add(out, self, cstate_family(o->s, o->home, b->func, o->slot), o->home->file, g->span, g->name,
			"`" STR_FMT "` and `" STR_FMT "` both set `" STR_FMT "` up, for different callers: the last one wins", STR_ARG(f->name), STR_ARG(g->name),
			STR_ARG(cstate_symbol(o->s, o->home, o->slot)));
	x->confidence = 70;
	finding_relate(out, x, o->home->file, o->slot->span.line, "the variable");
	finding_relate(out, x, o->home->file, a->line, "`" STR_FMT "` writes it", STR_ARG(f->name));
	finding_relate(out, x, o->home->file, b->line, "`" STR_FMT "` writes it", STR_ARG(g->name));
	relate_caller(o, out, x, &first, f);
	relate_caller(o, out, x, &second, g);
	finding_mend(out, x, MEND_SHOW, "keep one of them, and let the other call it");
}

static void check_rivals(const struct rule *self, struct corder *o, struct findings *out)
{
	const struct cconfigurator *first = o->list.items;
	uint32_t home = cstate_index_of(o->s, o->home);

	vec_foreach(const struct cconfigurator, c, &o->list)
		if (c != first && !c->is_guarded && !first->is_guarded && !calls(o, &(struct cfunc_ref){ .file = home, .func = first->func }, c->func) &&
		    !calls(o, &(struct cfunc_ref){ .file = home, .func = c->func }, first->func))
			check_rival(self, o, out, first, c);
}

/* --- Paths --- */

/* Every function from which few calls lead to a configurator. */
static void check_paths(const struct rule *self, struct corder *o, struct findings *out)
{
	struct map seen = { 0 };
	VEC(uint64_t) queue = { 0 };
	size_t first = 0;

	vec_foreach(const struct cconfigurator, c, &o->list)
		vec_push(&queue, map_pair(cstate_index_of(o->s, o->home), c->func));
	for (unsigned depth = 0; depth < PATH_DEPTH; depth++)
		for (size_t end = queue.len; first < end; first++) {
			uint32_t file = (uint32_t)(queue.items[first] >> 32), func = (uint32_t)queue.items[first];
			const struct cstate_file *f = &o->s->files.items[file];
			const struct cfunc_ref *refs;
			uint32_t count = cstate_callers(o->s, f, func, &refs);

			for (uint32_t i = 0; count <= CALLERS_MAX && i < count; i++) {
				bool may_be = refs[i].file == file || !(cstate_func(o->s, f, func)->flags & CFUNC_STATIC);

				if (!may_be || corder_configurator(o, refs[i].file, refs[i].func) || !map_add(&seen, map_pair(refs[i].file, refs[i].func), 1))
					continue;
				vec_push(&queue, map_pair(refs[i].file, refs[i].func));
				corder_check_path(self, o, out, refs[i].file, refs[i].func);
			}
		}
	map_release(&seen);
	vec_release(&queue);
}

static void release(struct corder *o)
{
	vec_release(&o->list);
	map_release(&o->roles);
	vec_release(&o->ranked);
	map_release(&o->read);
	vec_release(&o->paths);
}

static bool may_be_set_up(const struct cstates *s, const struct cstate_file *f, const struct cslot *slot)
{
	CSTATE_EVENTS (f, slot, e)
		if (fills(s, f, e) && says_configure(cstate_func(s, f, e->func)->name))
			return true;
	return false;
}

void cstate_cn306(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct cstates *s = in->cstates;

	if (!s)
		return;
	CSTATES_SLOTS (s, f, slot) {
		struct corder o = { .s = s, .home = f, .slot = slot };

		if (!is_shared(slot) || !may_be_set_up(s, f, slot))
			continue;
		collect(&o);
		if (find_roles(&o)) {
			check_rivals(self, &o, out);
			check_paths(self, &o, out);
		}
		release(&o);
	}
}
