/* CN107: a test double with a life of its own. */
#include "base/base.h"
#include "rules/rule.h"

#define STATEMENTS_MIN 4 /* fewer are a stub, not a re-implementation */

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		const struct member *c = canonical_of(fam);
		const struct detail *d;
		struct finding *x;

		if (m->class != CLASS_TEST_DOUBLE || m->target != NONE || m->kind != MEMBER_CLASS || !c || !str_eq(str_tail(m->symbol, '.'), c->symbol))
			continue;
		d = details_find(&in->project->files[m->file].details, m->span.start);
		if (!d || d->statement_count < STATEMENTS_MIN)
			continue;
		x = find_member(out, self, in, fam, m, "test code defines `" STR_FMT "` anew: its tests say nothing about the canonical", STR_ARG(m->symbol));
		relate_canonical(out, x, fam);
		finding_mend(out, x, MEND_SHOW, "use " STR_FMT " with its collaborators replaced", STR_ARG(canonical_path(out, in, fam)));
	}
}

const struct rule rule_cn107 = {
	.code = "CN107",
	.name = "reimplementing-double",
	.summary = "test double that re-implements instead of using the canonical",
	.explanation =
	"Test code defines a class of a member's very name, with behaviour of its own. Tests that\n"
	"use it pass whatever the canonical does.\n"
	"\n"
	"What to do: use the canonical with its collaborators replaced, or a mock that is checked\n"
	"against it (autospec). Doubles that say by their name what they are (Mock..., Fake...)\n"
	"are left alone.\n",
	.severity = SEVERITY_NOTE,
	.mend = MEND_SHOW,
	.run = run,
};
