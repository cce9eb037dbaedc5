/* CN305 in C and C++: NULL for what the callee works with, and one thing that is made twice. */
#include "base/base.h"
#include "rules/cstate.h"
#include "rules/names.h"
#include "rules/state.h"

/* --- NULL for a collaborator --- */

struct callee {
	const struct cstate_file *file;
	uint32_t func;
};

/* The file's own function of the name, else the only one that others can call. */
static bool find_target(const struct cstates *s, const struct cstate_file *f, struct str name, struct callee *ret)
{
	const struct cfunc_ref *refs;
	uint32_t count = cstate_funcs_named(s, name, &refs), others = 0;

	for (const struct cfunc_ref *ref = refs; ref < refs + count; ref++) {
		const struct cstate_file *at = &s->files.items[ref->file];

		if (at == f) {
			*ret = (struct callee){ at, ref->func };
			return true;
		}
		if (cstate_func(s, at, ref->func)->flags & CFUNC_STATIC)
			continue;
		others++;
		*ret = (struct callee){ at, ref->func };
	}
	return others == 1;
}

static const struct cstate_need *need_of(const struct callee *c, uint32_t param)
{
	for (uint32_t i = 0; i < c->file->facts.need_count; i++)
		if (c->file->facts.needs[i].func == c->func && c->file->facts.needs[i].param == param)
			return &c->file->facts.needs[i];
	return NULL;
}

static bool is_member(const struct cstates *s, const struct callee *c)
{
	RULE_MEMBERS(s->in, fam, m)
		if (m->basis != BASIS_LINKED && m->file == c->file->file && m->def == c->func && m->kind <= MEMBER_METHOD)
			return true;
	return false;
}

/* `f(NULL)` of one caller, where others give it something. */
static bool is_given_elsewhere(const struct cstates *s, const struct callee *c, struct str name, uint32_t param)
{
	const struct cfunc_ref *calls;
	uint32_t count = cstate_callers(s, c->file, c->func, &calls), nulls = 0;

	vec_foreach(struct cstate_file, f, &s->files)
		for (uint32_t i = 0; i < f->facts.null_count; i++)
			nulls += f->facts.nulls[i].arguments >> param & 1 && str_eq(f->facts.nulls[i].callee, name);
	return count > nulls;
}

static bool is_pointer(const struct cparam *p)
{
	return str_ends(p->type, STR("*")) && !str_ends(p->type, STR("**"));
}

static void check_argument(const struct rule *self, struct cstates *s, struct findings *out, const struct cstate_file *f, const struct cstate_null *n, const struct callee *c,
			   uint32_t param)
{
	const struct cfunc *to = cstate_func(s, c->file, c->func);
	const struct cparam *p = &to->params[param];
	const struct cstate_need *need = need_of(c, param);
	struct finding *x;

	if (!is_pointer(p) || (!need && !(state_is_collaborator(p->name) && is_member(s, c) && is_given_elsewhere(s, c, n->callee, param))))
		return;
	x = finding_add(out, self, cstate_family(s, c->file, c->func, NULL), f->file, n->span, n->callee, "`" STR_FMT "` is given NULL for `" STR_FMT "`%s", STR_ARG(n->callee),
			STR_ARG(p->name), need ? ", and looks into it without asking" : ", which other callers give it");
	x->severity = need ? SEVERITY_WARNING : SEVERITY_NOTE;
	x->confidence = need ? 85 : 75;
	finding_relate(out, x, f->file, cstate_func(s, f, n->func)->span.line, "in `" STR_FMT "`", STR_ARG(cstate_func(s, f, n->func)->name));
	finding_relate(out, x, c->file->file, to->span.line, "takes it");
	if (need)
		finding_relate(out, x, c->file->file, need->span.line, "used here without asking whether it is there");
	finding_mend(out, x, MEND_SHOW, "pass the one that is configured, or an object that does nothing and says so");
}

static void check_call(const struct rule *self, struct cstates *s, struct findings *out, const struct cstate_file *f, const struct cstate_null *n)
{
	struct callee c;

	if (!find_target(s, f, n->callee, &c))
		return;
	for (uint32_t i = 0; i < cstate_func(s, c.file, c.func)->param_count && i < 64; i++)
		if (n->arguments >> i & 1)
			check_argument(self, s, out, f, n, &c, i);
}

/* --- Made twice --- */

static bool calls(const struct cstate_file *f, uint32_t func, struct str name)
{
	uint64_t hash = str_hash(name);

	for (uint32_t i = f->first_callee[func]; i < f->first_callee[func + 1]; i++)
		if (f->facts.callees[i].name == hash)
			return true;
	return false;
}

/* A function that comes to both: one of the two itself, or one that calls them. */
static bool find_both(const struct cstates *s, const struct cstate_file *f, uint32_t a, uint32_t b, const struct cstate_file **ret_file, uint32_t *ret_func)
{
	struct str name_a = cstate_func(s, f, a)->name, name_b = cstate_func(s, f, b)->name;
	const struct cfunc_ref *refs;
	uint32_t count = cstate_callers(s, f, a, &refs);

	*ret_file = f;
	*ret_func = calls(f, a, name_b) ? a : b;
	if (calls(f, a, name_b) || calls(f, b, name_a))
		return true;
	for (uint32_t i = 0; i < count; i++) {
		*ret_file = &s->files.items[refs[i].file];
		*ret_func = refs[i].func;
		if (calls(*ret_file, *ret_func, name_b))
			return true;
	}
	return false;
}

static bool is_end(struct str name)
{
	static const char *const words[] = { "close", "cleanup", "shutdown", "exit", "fini", "deinit", "destroy", "stop", "finish", NULL };

	return name_has_word(name, words);
}

/* Nobody asks for it, takes it away, or is given its address and may. */
static bool is_only_made(const struct cstates *s, const struct cstate_file *f, const struct cslot *slot)
{
	CSTATE_EVENTS (f, slot, e)
		if (e->kind == CSTATE_CHECK || (e->kind == CSTATE_DROP && !is_end(cstate_func(s, f, e->func)->name)) || (e->kind == CSTATE_PASS && e->span.end - e->span.start > slot->name.len) || (e->kind == CSTATE_SET && e->value_kind != CVALUE_CALL && e->span.line != slot->span.line))
			return false;
	return true;
}

static void check_made(const struct rule *self, struct cstates *s, struct findings *out, const struct cstate_file *f, const struct cslot *slot)
{
	const struct cstate_event *first = NULL;

	if (slot->pointers != 1 || slot->is_array || slot->kind == CSLOT_LOCAL || !cstate_is_record(slot) || !is_only_made(s, f, slot))
		return;
	CSTATE_EVENTS (f, slot, e) {
		const struct cstate_file *by;
		struct finding *x;
		uint32_t func;

		if (e->kind != CSTATE_SET || !e->is_whole)
			continue;
		if (!first) {
			first = e;
			continue;
		}
		if (e->func == first->func || !str_eq(e->value, first->value) || !find_both(s, f, first->func, e->func, &by, &func))
			continue;
		x = finding_add(out, self, cstate_family(s, f, e->func, slot), f->file, e->span, cstate_symbol(s, f, slot),
				"`" STR_FMT "` makes `" STR_FMT "`, which `" STR_FMT "` makes too: the first one is lost", STR_ARG(cstate_func(s, f, e->func)->name),
				STR_ARG(cstate_symbol(s, f, slot)), STR_ARG(cstate_func(s, f, first->func)->name));
		x->confidence = 75;
		finding_relate(out, x, f->file, slot->span.line, "the variable");
		finding_relate(out, x, f->file, first->span.line, "made here");
		finding_relate(out, x, by->file, cstate_func(s, by, func)->span.line, "`" STR_FMT "` comes to both", STR_ARG(cstate_func(s, by, func)->name));
		finding_mend(out, x, MEND_SHOW, "make it in one place");
		return;
	}
}

void cstate_cn305(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct cstates *s = in->cstates;

	if (!s)
		return;
	vec_foreach(struct cstate_file, f, &s->files)
		for (uint32_t i = 0; i < f->facts.null_count; i++)
			check_call(self, s, out, f, &f->facts.nulls[i]);
	CSTATES_SLOTS (s, f, slot)
		check_made(self, s, out, f, slot);
}
