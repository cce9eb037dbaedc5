/* The proof that a duplicate is the canonical's equal, under all flags that the two are built with. */
#include "base/base.h"
#include "rewriters/twin.h"

#include "analyzers/lang/c/clang_project.h"
#include "base/path.h"
#include "rewriters/users.h"
#include "rules/creators.h"

#define READINGS_MAX 4 /* units for each of the two: a file that is built in more ways is not judged */

void twin_release(struct twin *t)
{
	vec_release(&t->moves);
	vec_release(&t->rests);
	vec_release(&t->protos);
	vec_release(&t->helpers_gone);
}

static bool say_no(struct twin *t, struct str *ret_reason, struct str reason)
{
	*ret_reason = arena_str(planner_arena(t->planner), reason);
	return false;
}

/* --- What is compared --- */

static const struct cfunc *func_of(const struct rule_input *in, const struct member *m)
{
	const struct cfacts *facts = m ? in->project->files[m->file].creations : NULL;

	return facts && m->kind == MEMBER_FUNCTION && m->def < facts->func_count ? &facts->funcs[m->def] : NULL;
}

static bool is_plain(const struct cfunc *f)
{
	return !(f->flags & (CFUNC_CONDITIONAL | CFUNC_INACTIVE | CFUNC_MACRO_MADE | CFUNC_METHOD | CFUNC_TEMPLATE));
}

static bool find(struct twin *t, struct planner *p, const struct finding *x, struct str *ret_reason)
{
	const struct rule_input *in = planner_input(p);

	t->planner = p;
	t->finding = x;
	t->header = NONE;
	t->old = member_of_finding(p, x);
	t->canonical = canonical_of_finding(p, x);
	t->func = func_of(in, t->old);
	t->target = func_of(in, t->canonical);
	if (!t->func || !t->target || t->func == t->target)
		return false;
	if (!is_plain(t->func) || !is_plain(t->target))
		return say_no(t, ret_reason, STR("one of the two stands in an #if, in a macro or in a class"));
	t->name = str_tail(t->func->name, ':');
	t->is_cpp = in->project->files[t->old->file].creations->is_cpp;
	/* The cheap half of the proof: nothing is parsed for what cannot be. Namespaces make more tokens, and mean nothing. */
	return t->func->param_count == t->target->param_count && (t->is_cpp || t->func->token_count == t->target->token_count);
}

/* --- The two units, and what they say --- */

struct side {
	struct clang_wanted wanted;
	uint32_t first, count; /* of the run's units */
};

struct proof {
	struct twin *twin;
	struct units *units;
	VEC(struct clang_unit) run;
	struct side old, canonical;
	struct clang_unit_meanings *read;
};

static bool add_side(struct proof *x, const struct member *m, struct side *side, struct str *ret_reason)
{
	struct planner *p = x->twin->planner;
	const struct project *project = planner_input(p)->project;
	struct str real, path = clang_project_path(project, m->file, planner_arena(p));
	const uint32_t *units;
	uint32_t count = units_that_read(x->units, m->file, &units);
	bool is_built = !is_header(project->files[m->file].path);
	struct err err = { 0 };

	side->wanted = (struct clang_wanted){ path_real(planner_arena(p), path.ptr, &real, &err) ? real : path, m->span.start };
	side->first = (uint32_t)x->run.len;
	for (uint32_t i = 0; i < count; i++)
		if (!is_built || str_eq(units_entry(x->units, units[i])->real, side->wanted.path))
			vec_push(&x->run, *units_get(x->units, units[i]));
	side->count = (uint32_t)x->run.len - side->first;
	if (side->count == 0)
		return say_no(x->twin, ret_reason, arena_printf(planner_arena(p), STR_FMT " is not in the compile database", STR_ARG(project->files[m->file].path)));
	if (is_built && side->count > READINGS_MAX)
		return say_no(x->twin, ret_reason, arena_printf(planner_arena(p), STR_FMT " is built in %u ways", STR_ARG(project->files[m->file].path), side->count));
	/* A header means the same to most that read it; the compiler is asked again when all is done. */
	if (side->count > READINGS_MAX)
		x->run.len = side->first + (side->count = READINGS_MAX);
	return true;
}

static bool compare_sides(struct proof *x, struct str *ret_reason)
{
	struct arena *a = planner_arena(x->twin->planner);

	for (uint32_t i = 0; i < x->old.count; i++)
		for (uint32_t k = 0; k < x->canonical.count; k++) {
			const struct clang_unit_meanings *u = &x->read[x->old.first + i], *v = &x->read[x->canonical.first + k];
			const struct clang_meaning *m = clang_meaning_find(u, x->old.wanted), *n = clang_meaning_find(v, x->canonical.wanted);

			if (!m || !n)
				return say_no(x->twin, ret_reason, STR("a unit of theirs cannot be read, or does not define them"));
			if (!clang_meanings_equal(u, m, v, n, a, ret_reason))
				return false;
		}
	return true;
}

static const struct cfunc *func_at(const struct twin *t, uint32_t offset)
{
	const struct cfacts *facts = planner_input(t->planner)->project->files[t->old->file].creations;

	for (uint32_t i = 0; i < facts->func_count; i++)
		if (facts->funcs[i].span.start == offset)
			return &facts->funcs[i];
	return NULL;
}

static void keep_identities(struct proof *x)
{
	struct twin *t = x->twin;
	const struct clang_unit_meanings *u = &x->read[x->old.first];
	const struct clang_meaning *m = clang_meaning_find(u, x->old.wanted);
	struct arena *a = planner_arena(t->planner);

	t->usr = m->identity;
	t->target_usr = clang_meaning_find(&x->read[x->canonical.first], x->canonical.wanted)->identity;
	/* An anonymous namespace does the same: identities of what is internal end in a path. */
	t->is_static = t->func->flags & CFUNC_STATIC || str_has(m->identity, STR("@/"));
	t->helpers = arena_array(a, struct twin_helper, u->count + 1);
	for (uint32_t i = 0; i < u->count; i++) {
		const struct cfunc *f = &u->items[i] == m || !str_eq(u->items[i].path, x->old.wanted.path) ? NULL : func_at(t, u->items[i].offset);

		if (f && f->flags & CFUNC_STATIC && is_plain(f))
			t->helpers[t->helper_count++] = (struct twin_helper){ u->items[i].name, u->items[i].identity, f, false };
	}
}

static bool prove(struct proof *x, struct str *ret_reason)
{
	struct planner *p = x->twin->planner;
	const struct project *project = planner_input(p)->project;
	struct clang_run run = { .root = project->root, .jobs = project->jobs, .cancel = project->options ? project->options->cancel : NULL };
	struct clang_wanted wanted[2];
	struct err err = { 0 };

	if (units_refusal(x->units))
		return say_no(x->twin, ret_reason, str_from(units_refusal(x->units)));
	if (!add_side(x, x->twin->old, &x->old, ret_reason) || !add_side(x, x->twin->canonical, &x->canonical, ret_reason))
		return false;
	wanted[0] = x->old.wanted;
	wanted[1] = x->canonical.wanted;
	run.overlay_count = clang_project_overlays(project, planner_arena(p), &run.overlays);
	if (!clang_meanings_run(&run, wanted, 2, x->run.items, (uint32_t)x->run.len, planner_arena(p), &x->read, &err))
		return say_no(x->twin, ret_reason, str_from(err.message));
	if (!compare_sides(x, ret_reason))
		return false;
	keep_identities(x);
	return true;
}

bool twin_prove(struct planner *p, const struct finding *x, struct twin *ret, struct str *ret_reason)
{
	struct proof proof = { .twin = ret, .units = planner_units(p) };
	bool ok;

	*ret = (struct twin){ 0 };
	*ret_reason = (struct str){ 0 };
	ok = find(ret, p, x, ret_reason) && prove(&proof, ret_reason);
	vec_release(&proof.run);
	return ok;
}

/* --- The canonical's header --- */

/* The one that the canonical's file includes itself, and best the one of its own name. */
static unsigned header_points(struct creators *c, file_id home, file_id header)
{
	struct str a = c->project->files[home].path, b = c->project->files[header].path;
	unsigned points = str_eq(path_stem(a), path_stem(b)) ? 2 : 0;

	for (uint32_t i = 0; i < cfacts_of(c, home)->include_count; i++)
		points += c->targets[home][i] == header;
	return points + 1;
}

bool twin_find_header(struct twin *t, struct str *ret_reason)
{
	struct creators *c = planner_input(t->planner)->families->creators;
	const struct name_ref *refs;
	uint32_t count = table_find(&c->protos, str_tail(t->target->name, ':'), &refs);
	unsigned best = 0;

	if (is_header(c->project->files[t->canonical->file].path)) {
		t->header = t->canonical->file;
		return true;
	}
	if (t->target->flags & CFUNC_STATIC)
		return say_no(t, ret_reason, STR("the canonical is internal to its file: make it external, and declare it in a header"));
	for (uint32_t i = 0; i < count; i++) {
		const struct cproto *proto = &cfacts_of(c, refs[i].file)->protos[refs[i].index];
		unsigned points;

		if (!is_header(c->project->files[refs[i].file].path) || !str_eq(proto->name, t->target->name) || !sees(c, t->canonical->file, refs[i].file))
			continue;
		points = header_points(c, t->canonical->file, refs[i].file);
		if (points > best)
			t->header = refs[i].file;
		best = MAX(best, points);
	}
	return t->header != NONE || say_no(t, ret_reason, STR("no header declares the canonical: declare it in one"));
}
