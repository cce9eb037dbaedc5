/* CN111: the same name defined twice in one scope. */
#include "base/base.h"
#include "analyzers/cfacts.h"
#include "rules/rule.h"

static bool is_accumulating(const struct file *f, const struct def *d)
{
	const struct detail *x = details_find(&f->details, d->span.start);

	if (!x)
		return true; /* not parsed: nothing is said */
	if (x->flags & BODY_OVERLOAD)
		return true;
	for (uint32_t i = 0; i < x->decorator_count; i++) {
		struct str tail = str_tail(x->decorators[i], '.');
		/* @x.setter, @f.register and the like use the first definition */
		if (tail.len != x->decorators[i].len && str_eq(str_head(x->decorators[i], '.'), d->name))
			return true;
		if (str_is(tail, "register"))
			return true;
	}
	return false;
}

static uint32_t second_definition(const struct file *f, uint32_t def)
{
	const struct outline *o = &f->outline;

	for (uint32_t d = def + 1; d < o->def_count; d++) {
		if (o->defs[d].parent != o->defs[def].parent || o->defs[d].block != o->defs[def].block || !str_eq(o->defs[d].name, o->defs[def].name))
			continue;
		if (!is_accumulating(f, &o->defs[d]) && !is_accumulating(f, &o->defs[def]))
			return d;
	}
	return NONE;
}

static void check_def(const struct rule *self, const struct rule_input *in, struct findings *out, const struct family *fam, file_id file, uint32_t def)
{
	const struct file *f = &in->project->files[file];
	uint32_t again = second_definition(f, def);
	struct finding *x;

	if (again == NONE)
		return;
	x = finding_add(out, self, family_index(in, fam), file, f->outline.defs[def].span, f->outline.defs[def].name,
			"`" STR_FMT "` is defined again at line %u: this definition is dead", STR_ARG(f->outline.defs[def].name),
			f->outline.defs[again].span.line);
	finding_relate(out, x, file, f->outline.defs[again].span.line, "the definition that wins");
	finding_mend(out, x, MEND_SHOW, "merge the two and remove this one");
}

static bool is_never(const struct cfacts *facts, const struct cfunc *f)
{
	for (uint32_t c = f->condition; c != NONE; c = facts->conditions[c].parent)
		if (facts->conditions[c].is_never)
			return true;
	return f->flags & CFUNC_INACTIVE;
}

/* C: of two definitions of a name in one file a compiler sees at most one; what it never sees is dead. */
static void check_creator(const struct rule *self, const struct rule_input *in, struct findings *out, const struct family *fam, const struct member *m)
{
	const struct cfacts *facts = in->project->files[m->file].creations;
	struct finding *x;

	for (uint32_t i = 0; i < facts->func_count; i++) {
		const struct cfunc *f = &facts->funcs[i];

		if (i == m->def || !str_eq(f->name, m->symbol) || !is_never(facts, f))
			continue;
		x = finding_add(out, self, family_index(in, fam), m->file, f->span, f->name,
				"`" STR_FMT "` is defined at line %u, too: this definition is never compiled", STR_ARG(f->name), m->span.line);
		finding_relate(out, x, m->file, m->span.line, "the definition that is compiled");
		finding_mend(out, x, MEND_SHOW, "remove this one");
	}
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		const struct outline *o = &in->project->files[m->file].outline;

		if (m->kind > MEMBER_FUNCTION || !m->is_production)
			continue;
		if (m->basis != BASIS_LINKED) {
			check_creator(self, in, out, fam, m);
			continue;
		}
		check_def(self, in, out, fam, m->file, m->def);
		for (uint32_t d = m->def + 1; m->kind == MEMBER_CLASS && d < o->def_count && o->defs[d].span.start < o->defs[m->def].end; d++)
			if (o->defs[d].parent == m->def)
				check_def(self, in, out, fam, m->file, d);
	}
}

const struct rule rule_cn111 = {
	.code = "CN111",
	.name = "defined-twice",
	.summary = "defined twice in one scope; the first is dead",
	.explanation =
	"One scope defines a member, or a method of one, twice. The second definition replaces the\n"
	"first when the module loads: whoever reads or edits the first works on dead code.\n"
	"In C a definition inside of `#if 0`, beside one that is compiled, is dead as well.\n"
	"Overloads, property setters and arms of a condition are not meant.\n"
	"\n"
	"What to do: merge the two, remove the first.\n",
	.severity = SEVERITY_ERROR,
	.mend = MEND_SHOW,
	.run = run,
};
