/* Names of modules followed to their ends: bindings, stars, submodules, lazy names. */
#include "base/base.h"
#include "analyzers/link_impl.h"

#include <stdlib.h>

void chain_end(struct target *t, enum target_kind kind, file_id file, uint32_t index, struct str name)
{
	t->kind = kind;
	t->file = file;
	t->index = index;
	t->name = name;
}

void chain_to_module(struct link *l, struct target *t, uint32_t module)
{
	chain_end(t, TARGET_MODULE, l->map.modules.items[module].file, module, STR(""));
}

void chain_to_lookup(struct link *l, struct target *t, const struct lookup *found)
{
	if (found->kind == TARGET_MODULE)
		chain_to_module(l, t, found->module);
	else
		chain_end(t, found->kind, NONE, NONE, found->dotted);
}

static void add_hop(struct target *t, struct hop hop)
{
	if (t->hop_count < HOPS_MAX)
		t->hops[t->hop_count] = hop;
	t->hop_count++;
}

/* --- Dead ends --- */

static uint64_t dead_key(file_id file, uint32_t def, struct str name)
{
	return str_hash(name) ^ (map_pair(file, def) + 1) * UINT64_C(0x9E3779B97F4A7C15);
}

void query_begin(struct link *l, struct query *q)
{
	*q = (struct query){ .outer = l->query };
	l->query = q;
	if (l->depth == 0 && l->busy == 0)
		l->steps = 0;
}

void query_end(struct link *l)
{
	map_release(&l->query->dead_ends);
	l->query = l->query->outer;
}

bool query_is_dead(const struct link *l, file_id file, uint32_t def, struct str name)
{
	return map_has(&l->query->dead_ends, dead_key(file, def, name));
}

void query_add_dead(struct link *l, file_id file, uint32_t def, struct str name)
{
	map_add(&l->query->dead_ends, dead_key(file, def, name), 0);
}

/* --- Which of several bindings --- */

/* The binding that holds, of those considered so far. */
struct pick {
	const struct bound *best;
	enum force force;
	bool is_none;   /* binds None: a placeholder */
	uint32_t start; /* of best, once it is followed; 0 when a star took its place */
};

static bool binds_none(const struct outline *o, const struct bound *b)
{
	return b->kind == BOUND_BINDING && o->bindings[b->index].kind == BINDING_NONE;
}

/* Candidates come in the order of execution. Of two that may or may not happen the later one wins, but not by None. */
static bool is_better(const struct pick *p, enum force force, bool is_none)
{
	if (!p->best || force == FORCE_SURE)
		return true;
	if (force == p->force)
		return !is_none || p->is_none;
	if (p->force == FORCE_SURE)
		return force == FORCE_CONDITIONAL && p->is_none && !is_none;
	return force > p->force;
}

static struct pick pick_one(struct link *l, const struct bounds *from, const struct visit *v)
{
	const struct outline *o = link_outline(l, v->file);
	bool is_alone = from->len == 1 && (v->def != NONE || scope_of_file(l, v->file)->star_count == 0);
	struct pick p = { 0 };

	for (size_t i = 0; i < from->len; i++) {
		const struct bound *b = &from->items[i];
		enum force force;
		bool is_none = binds_none(o, b);

		if (b->start >= v->before || !str_eq(bound_name(o, b), v->name))
			continue;
		force = is_alone ? FORCE_SURE : live_force(l, v->file, v->def, b->block, b->start);
		if (is_better(&p, force, is_none))
			p = (struct pick){ .best = b, .force = force, .is_none = is_none };
	}
	return p;
}

/* --- Following one binding --- */

static void follow_import(struct link *l, struct target *t, const struct bound *b, const struct visit *v)
{
	const struct import *import = &link_outline(l, v->file)->imports[b->index];
	const struct import_name *name = &link_outline(l, v->file)->names[import->first_name + b->n];
	struct lookup found;

	add_hop(t, (struct hop){ .file = v->file, .line = import->span.line, .kind = HOP_IMPORT, .index = b->index });
	if (import->form == IMPORT_MODULE && name->alias.len == 0) {
		found = modules_find(l, v->file, str_slice(name->name, 0, str_find(name->name, '.')));
		chain_to_lookup(l, t, &found);
		return;
	}
	chain_import(l, t, v->file, b->index, b->n, v);
}

/* What cannot be known of an alias' value does not make the name itself doubtful: it is a variable then. */
static void follow_binding(struct link *l, struct target *t, const struct bound *b, const struct visit *v)
{
	const struct binding *binding = &link_outline(l, v->file)->bindings[b->index];
	struct target saved = *t;

	if (binding->kind == BINDING_ALIAS) {
		add_hop(t,
			(struct hop){
				.file = v->file, .line = binding->span.line, .kind = HOP_ALIAS, .index = b->index });
		if (chain_dotted(l, t, v->file, v->def, binding->value, b->start, v) && t->kind != TARGET_UNKNOWN)
			return;
		*t = saved;
	}
	chain_end(t, TARGET_VARIABLE, v->file, b->index, STR(""));
}

static void follow(struct link *l, struct target *t, const struct bound *b, const struct visit *v)
{
	switch (b->kind) {
	case BOUND_IMPORT: follow_import(l, t, b, v); break;
	case BOUND_BINDING: follow_binding(l, t, b, v); break;
	default: chain_end(t, TARGET_DEF, v->file, b->index, STR("")); break;
	}
}

/* --- Stars --- */

static bool has_export(const struct outline *o, struct str name)
{
	for (uint32_t i = 0; i < o->export_count; i++)
		if (str_eq(o->exports[i], name))
			return true;
	return false;
}

static enum truth truth_of_target(const struct target *t)
{
	switch (t->kind) {
	case TARGET_NO_NAME:
	case TARGET_NO_MODULE:
	case TARGET_CYCLE: return TRUTH_NO;
	case TARGET_UNKNOWN: return TRUTH_UNKNOWN;
	default: return TRUTH_YES;
	}
}

/* Follow the name through a module's star exports: does it come out? *t is valid only when it does. */
static enum truth follow_exports(struct link *l, struct target *t, uint32_t module, const struct visit *v)
{
	file_id file = l->map.modules.items[module].file;
	const struct outline *o = link_outline(l, file);
	enum truth truth;

	if (has_export(o, v->name)) {
		chain_in_module(l, t, module, v->name, v);
		return truth_of_target(t);
	}
	if (o->has_exports && !(o->marks & MARK_ALL_DYNAMIC))
		return TRUTH_NO;
	if (!(o->marks & MARK_ALL_DYNAMIC) && !link_hooks(l, file)->is_public(v->name))
		return TRUTH_NO;
	truth = chain_in_body(l, t, file, NONE, v->name, NONE, v) ? truth_of_target(t) : TRUTH_NO;
	return o->marks & MARK_ALL_DYNAMIC ? TRUTH_UNKNOWN : truth;
}

static enum truth follow_star(struct link *l, struct target *t, const struct bound *star, const struct visit *v)
{
	const struct import *import = &link_outline(l, v->file)->imports[star->index];
	struct target base = { 0 };
	enum truth truth;

	chain_import_base(l, &base, v->file, import);
	if (base.kind == TARGET_EXTERNAL)
		return TRUTH_UNKNOWN;
	if (base.kind != TARGET_MODULE || base.file == NONE || query_is_dead(l, base.file, NONE, v->name))
		return TRUTH_NO;
	add_hop(t, (struct hop){ .file = v->file, .line = import->span.line, .kind = HOP_STAR, .index = star->index });
	truth = follow_exports(l, t, base.index, v);
	if (truth == TRUTH_NO)
		query_add_dead(l, base.file, NONE, v->name);
	return truth;
}

/* Stars that stand behind the picked binding, last one first; before it too when nothing certain was picked. */
static enum truth follow_stars(struct link *l, struct target *t, const struct pick *p, const struct visit *v)
{
	const struct scope *scope = scope_of_file(l, v->file);
	uint32_t after = p->best && p->force >= FORCE_CONDITIONAL ? p->best->start : 0;
	enum truth result = TRUTH_NO;

	for (uint32_t i = scope->star_count; i-- > 0;) {
		const struct bound *star = &scope->stars[i];
		struct target saved = *t;
		enum truth truth;

		if (star->start < after || star->start >= v->before)
			continue;
		if (live_force(l, v->file, NONE, star->block, star->start) < FORCE_TYPES)
			continue;
		truth = follow_star(l, t, star, v);
		if (truth == TRUTH_YES)
			return TRUTH_YES;
		if (truth == TRUTH_UNKNOWN)
			result = TRUTH_UNKNOWN;
		*t = saved;
	}
	return result;
}

/* --- A name in a body --- */

static bool is_visited(const struct visit *v)
{
	for (const struct visit *up = v->up; up; up = up->up)
		if (up->file == v->file && up->def == v->def && up->before == v->before && str_eq(up->name, v->name))
			return true;
	return false;
}

/* What is bound before a byte. */
static bool follow_before(struct link *l, struct target *t, const struct visit *v, uint32_t before, struct pick *p)
{
	struct visit earlier = *v;
	struct bounds from = scope_find(l, v->file, v->def, v->name);
	enum truth star;
	bool found = true;

	earlier.before = before;
	*p = pick_one(l, &from, &earlier);
	star = v->def == NONE ? follow_stars(l, t, p, &earlier) : TRUTH_NO;
	if (star == TRUTH_YES)
		p->best = NULL; /* *t is complete */
	else if (p->best)
		follow(l, t, p->best, v);
	else if (star == TRUTH_UNKNOWN)
		chain_end(t, TARGET_UNKNOWN, v->file, NONE, link_text(l, v->name));
	else
		found = false;
	p->start = p->best ? p->best->start : 0;
	if (from.cap > 0)
		vec_release(&from);
	return found;
}

/*
 * A module that imports a name from itself, or from one that has it from
 * here, gets what it has bound so far.
 */
static bool follow_best(struct link *l, struct target *t, const struct visit *v)
{
	struct target earlier = *t;
	struct pick p;

	if (!follow_before(l, t, v, v->before, &p))
		return false;
	if (t->kind == TARGET_CYCLE && p.start > 0 && follow_before(l, &earlier, v, p.start, &p) &&
		earlier.kind != TARGET_CYCLE)
		*t = earlier;
	return true;
}

static bool chain_step(struct link *l, struct target *t, const struct visit *v)
{
	bool is_endless = l->depth >= CHAIN_DEPTH_MAX || l->steps++ >= CHAIN_STEPS_MAX;
	bool found;

	if (is_endless || is_visited(v)) {
		chain_end(t, is_endless ? TARGET_UNKNOWN : TARGET_CYCLE, v->file, NONE, link_text(l, v->name));
		return true;
	}
	l->depth++;
	found = follow_best(l, t, v);
	l->depth--;
	return found;
}

bool chain_in_body(struct link *l, struct target *t, file_id file, uint32_t def, struct str name, uint32_t before,
	const struct visit *up)
{
	struct visit v = { file, def, name, before, up };
	struct query query;
	bool found;

	if (up)
		return chain_step(l, t, &v);
	query_begin(l, &query);
	found = chain_step(l, t, &v);
	query_end(l);
	return found;
}

/* --- A name in a module --- */

static uint32_t find_hook(const struct outline *o, struct str name)
{
	for (uint32_t i = 0; i < o->def_count; i++)
		if (o->defs[i].parent == NONE && str_eq(o->defs[i].name, name))
			return i;
	return NONE;
}

/* Names that a hook of its own imports, or knows by details. */
static bool follow_hook(
	struct link *l, struct target *t, file_id file, uint32_t hook, struct str name, const struct visit *up)
{
	const struct file *f = &l->project->files[file];
	bool is_listed = f->details.lazy_count == 0;
	struct target saved = *t;

	add_hop(t,
		(struct hop){ .file = file, .line = f->outline.defs[hook].span.line, .kind = HOP_LAZY, .index = hook });
	if (chain_in_body(l, t, file, hook, name, NONE, up))
		return true;
	*t = saved;
	for (uint32_t i = 0; i < f->details.lazy_count && !is_listed; i++)
		is_listed = str_eq(f->details.lazy_names[i], name);
	if (is_listed)
		chain_end(t, TARGET_UNKNOWN, file, NONE, link_text(l, name));
	return is_listed;
}

/* PEP 562. Of a hook that is imported, or made by a call, its existence is all that can be known. */
static bool follow_lazy(struct link *l, struct target *t, file_id file, struct str name, const struct visit *up)
{
	struct str hook_name = str_from(link_hooks(l, file)->lazy_hook);
	uint32_t hook = find_hook(link_outline(l, file), hook_name);
	struct bounds bound;

	if (hook != NONE)
		return follow_hook(l, t, file, hook, name, up);
	bound = scope_find(l, file, NONE, hook_name);
	if (bound.len > 0)
		chain_end(t, TARGET_UNKNOWN, file, NONE, link_text(l, name));
	return bound.len > 0;
}

/* Has the module names that its text does not show? */
static bool is_doubtful(const struct link *l, const struct module *m, struct str name)
{
	const struct file *f = &l->project->files[m->file];

	return f->unparsed || f->outline.marks & MARK_ALL_DYNAMIC || f->lang->modules->is_implicit(name);
}

static void end_missing(struct link *l, struct target *t, uint32_t module, struct str name)
{
	const struct module *m = &l->map.modules.items[module];
	const struct lang_modules *hooks = m->file != NONE ? link_hooks(l, m->file) : modules_hooks(l->project);
	struct str dotted = link_join(l, modules_name(l, module), name);

	if (m->is_outside) {
		chain_end(t, TARGET_EXTERNAL, NONE, NONE, dotted);
	} else if (m->file == NONE) {
		bool is_missing = modules_is_missing(l, hooks, module, NONE, name);

		chain_end(t, is_missing ? TARGET_NO_MODULE : TARGET_EXTERNAL, NONE, NONE, dotted);
	} else if (is_doubtful(l, m, name)) {
		chain_end(t, TARGET_UNKNOWN, m->file, NONE, link_text(l, name));
	} else if (m->is_package && !modules_is_missing(l, hooks, module, NONE, name)) {
		chain_end(t, TARGET_EXTERNAL, NONE, NONE, dotted);
	} else {
		chain_end(t, TARGET_NO_NAME, m->file, NONE, link_text(l, name));
	}
}

/*
 * A name that a file of the module binds. Not when that ends in a circle and
 * there is a submodule: `from . import child` in a package binds what is no
 * attribute of it yet.
 */
static bool follow_file(
	struct link *l, struct target *t, file_id file, uint32_t child, struct str name, const struct visit *up)
{
	struct target saved = *t;

	if (file != NONE && chain_in_body(l, t, file, NONE, name, NONE, up) &&
		(t->kind != TARGET_CYCLE || child == NONE))
		return true;
	*t = saved;
	return false;
}

void chain_in_module(struct link *l, struct target *t, uint32_t module, struct str name, const struct visit *up)
{
	const struct module m = l->map.modules.items[module];
	uint32_t child = modules_child(l, module, name);

	if (follow_file(l, t, m.file, child, name, up))
		return;
	if (m.stub != m.file && follow_file(l, t, m.stub, child, name, up))
		return;
	if (child != NONE) {
		add_hop(t, (struct hop){ .file = m.file, .kind = HOP_SUBMODULE, .index = child });
		chain_to_module(l, t, child);
		return;
	}
	if (m.file == NONE || !follow_lazy(l, t, m.file, name, up))
		end_missing(l, t, module, name);
}
