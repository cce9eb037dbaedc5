/* CN402: a member's function or method is called otherwise than the canonical's. */
#include "base/base.h"
#include "rules/conformance.h"
#include "rules/creators.h"
#include "rules/rule.h"

static bool is_drift(const struct surface_entry *e)
{
	return e->state == SURFACE_DIFFERS || e->state == SURFACE_RENAMED;
}

static struct str entry_text(const struct surface_entry *e, struct arena *a)
{
	struct str text = e->text;

	if (e->state == SURFACE_RENAMED)
		text = arena_printf(a, "is called `" STR_FMT "` here%s%s" STR_FMT, STR_ARG(e->renamed),
				    e->similarity ? arena_printf(a, " (%u %% alike)", e->similarity).ptr : "", text.len ? "; " : "", STR_ARG(text));
	return e->method.len ? arena_printf(a, "`" STR_FMT "` " STR_FMT, STR_ARG(e->method), STR_ARG(text)) : text;
}

static void report(const struct rule *self, const struct rule_input *in, struct findings *out, const struct family *fam, const struct member *m,
		   const struct surface *s)
{
	const struct surface_entry *first = NULL;
	uint32_t count = s->counts[SURFACE_DIFFERS] + s->counts[SURFACE_RENAMED];
	struct finding *x;

	vec_foreach(const struct surface_entry, e, &s->items)
		if (!first && is_drift(e))
			first = e;
	if (!first)
		return;
	x = find_member(out, self, in, fam, m, "`" STR_FMT "` is called otherwise than " STR_FMT ": " STR_FMT, STR_ARG(m->symbol),
			STR_ARG(canonical_path(out, in, fam)), STR_ARG(entry_text(first, &out->arena)));
	x->severity = conformance_severity(in, fam, m, x->severity);
	if (count > 1)
		x->message = arena_printf(&out->arena, STR_FMT "; %u more", STR_ARG(x->message), count - 1);
	vec_foreach(const struct surface_entry, e, &s->items)
		if (is_drift(e))
			finding_relate(out, x, e->file, e->line, STR_FMT, STR_ARG(entry_text(e, &out->arena)));
	relate_canonical(out, x, fam);
	finding_mend(out, x, MEND_SHOW, "give both the same signature before one replaces the other");
}

/*
 * A function for its own module's use is nobody's API, unless it goes by the canonical's name. In C a wrapper
 * is there to be called otherwise, if it is not on its way out.
 */
static bool is_public(const struct rule_input *in, const struct family *fam, const struct member *m)
{
	const struct member *c = canonical_of(fam);
	struct str name = str_tail(m->symbol, '.');

	if (m->basis != BASIS_LINKED) {
		bool is_static = member_func(in->families->creators, m)->flags & CFUNC_STATIC;

		if (m->class == CLASS_WRAPPER && !m->is_deprecated && !name_is_legacy(m->symbol))
			return false;
		return !is_static || (c && str_eq(m->symbol, c->symbol));
	}
	return !name.len || name.ptr[0] != '_' || (c && str_eq(name, str_tail(c->symbol, '.')));
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	struct surface_input with = { in->project, in->link, in->families, &out->arena };

	RULE_MEMBERS(in, fam, m) {
		struct surface s = { 0 };

		if (conformance_is_told(in, fam, m) && surface_find(&with, fam, m, &s) && is_public(in, fam, m) &&
		    s.counts[SURFACE_DIFFERS] + s.counts[SURFACE_RENAMED])
			report(self, in, out, fam, m, &s);
		surface_release(&s);
	}
}

const struct rule rule_cn402 = {
	.code = "CN402",
	.name = "signature-drift",
	.summary = "signature drift: a member is called otherwise than the canonical",
	.explanation =
	"A duplicate, wrapper or fallback has the function or method of the canonical, but callers\n"
	"cannot treat both alike: one is async and the other is not, a parameter was dropped,\n"
	"renamed, made required or moved, a default is another one, a property became a method, it\n"
	"is annotated to return something else, it is no context manager any more, it raises another\n"
	"builtin error, or goes by another name. An import that is rewritten cannot mend that.\n"
	"A class that derives from the canonical overrides what it means to. It is a note of a\n"
	"duplicate, which is to go: CN101 or CN102 shows the differences, too.\n"
	"\n"
	"In C and C++ parameters are compared by their types and names, with the order and what may\n"
	"be changed (`char *` for `const char *`), what is returned, and `...`; functions of the\n"
	"maker's header and methods of its class likewise. Types of which the code base says nothing\n"
	"count as equal. Meant are copies, and what builds the product itself under a name that\n"
	"says so; wrappers that are not deprecated are there to be called otherwise, and static\n"
	"functions are nobody's API unless they bear the canonical's name.\n"
	"\n"
	"Example: `create(user, timeout=5)` in the canonical, `async create(user)` in the copy.\n"
	"\n"
	"What to do: settle on one signature, then migrate. `canonry explain PRODUCT` shows the\n"
	"whole table.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
