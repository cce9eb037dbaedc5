/* What findings about state in C and C++ have in common: their family, and the path from the making to the callers. */
#include "base/base.h"
#include "rules/creators.h"
#include "rules/cstate.h"
#include "rules/names.h"

#define CALLERS_SHOWN 3
#define EVENTS_SHOWN 4

/* "struct kettle *", "std::unique_ptr<shop::Kettle>" */
static bool is_product(const struct cslot *slot, struct str product)
{
	return str_eq(str_tail(without_keyword(type_shape(slot->type).base), ':'), str_tail(product, ':'));
}

uint32_t cstate_family(const struct cstates *s, const struct cstate_file *f, uint32_t func, const struct cslot *slot)
{
	RULE_MEMBERS(s->in, fam, m)
		if (m->basis != BASIS_LINKED && m->file == f->file && m->def == func)
			return family_index(s->in, fam);
	vec_foreach(struct family, fam, &s->in->families->items)
		if (fam->basis != BASIS_LINKED && slot && is_product(slot, fam->product))
			return family_index(s->in, fam);
	return NONE;
}

bool cstate_is_declared(const struct cstates *s, uint32_t family)
{
	return family != NONE && s->in->families->items.items[family].is_declared;
}

bool cstate_is_step(const struct cstate_event *e)
{
	static const char *const words[] = { "next", "nxt", "prev", "link", "tail", "head", "succ", "pred", "flink", "sibling", NULL };

	if (e->kind != CSTATE_SET)
		return false;
	return e->value_kind == CVALUE_OTHER || (e->value_kind == CVALUE_NAME && name_has_word(str_tail(str_tail(e->text, '>'), '.'), words));
}

static const char *what_is_done(const struct cstate_event *e)
{
	switch (e->kind) {
	case CSTATE_SET: return e->value_kind == CVALUE_NULL ? "empties" : "writes";
	case CSTATE_CHANGE: return "changes";
	case CSTATE_ADD: return "adds to";
	case CSTATE_DROP: return "takes from";
	default: return NULL;
	}
}

static void relate_writers(struct cstates *s, struct findings *out, struct finding *x, const struct cstate_file *f, const struct cslot *slot)
{
	uint32_t shown = 0, line = 0;

	CSTATE_EVENTS (f, slot, e) {
		const char *done = what_is_done(e);

		if (!done || e->span.line == line || shown++ >= EVENTS_SHOWN)
			continue;
		line = e->span.line;
		finding_relate(out, x, f->file, line, "`" STR_FMT "` %s it", STR_ARG(cstate_func(s, f, e->func)->name), done);
	}
}

/* By a name that several classes have it is not told whom a call means. */
static bool is_ambiguous(const struct cstates *s, const struct cstate_file *f, uint32_t func)
{
	struct str name = cstate_func(s, f, func)->name;
	const struct cfunc_ref *refs;
	uint32_t count = cstate_funcs_named(s, str_tail(name, ':'), &refs);

	for (uint32_t i = 0; i < count; i++)
		if (!str_eq(cstate_func(s, &s->files.items[refs[i].file], refs[i].func)->name, name))
			return true;
	return false;
}

static void relate_callers(struct cstates *s, struct findings *out, struct finding *x, const struct cstate_file *f, uint32_t func)
{
	const struct cfunc_ref *calls;
	uint32_t count = cstate_callers(s, f, func, &calls), found = 0;
	bool is_static = cstate_func(s, f, func)->flags & CFUNC_STATIC;

	if (is_ambiguous(s, f, func))
		return;
	for (uint32_t i = 0; i < count; i++) {
		const struct cstate_file *by = &s->files.items[calls[i].file];
		const struct cfunc *caller = cstate_func(s, by, calls[i].func);

		if (is_static && by != f)
			continue;
		if (found++ < CALLERS_SHOWN)
			finding_relate(out, x, by->file, caller->span.line, "`" STR_FMT "` calls `" STR_FMT "`", STR_ARG(caller->name),
				       STR_ARG(cstate_func(s, f, func)->name));
	}
	if (found > CALLERS_SHOWN)
		finding_relate(out, x, f->file, cstate_func(s, f, func)->span.line, "and %u more functions call `" STR_FMT "`", found - CALLERS_SHOWN,
			       STR_ARG(cstate_func(s, f, func)->name));
}

void cstate_relate_path(struct cstates *s, struct findings *out, struct finding *x, const struct cstate_file *f, const struct cslot *slot, uint32_t accessor)
{
	finding_relate(out, x, f->file, slot->span.line, "the variable");
	relate_writers(s, out, x, f, slot);
	CSTATE_EVENTS (f, slot, e) {
		if (e->kind != CSTATE_RETURN || e->func != accessor)
			continue;
		finding_relate(out, x, f->file, e->span.line, "`" STR_FMT "` returns it", STR_ARG(cstate_func(s, f, accessor)->name));
		break;
	}
	relate_callers(s, out, x, f, accessor);
}
