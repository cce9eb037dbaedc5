/* CN102: a copy of the canonical that has gone its own way. */
#include "base/base.h"
#include "rules/rule.h"

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		struct finding *x;

		if (m->class != CLASS_NEAR_DUPLICATE || !m->is_production)
			continue;
		if (fam->basis != BASIS_LINKED && fam->canonical == NONE)
			x = find_member(out, self, in, fam, m, "`" STR_FMT "` is a diverged copy of another function that makes " STR_FMT,
					STR_ARG(m->symbol), STR_ARG(fam->product));
		else
			x = find_member(out, self, in, fam, m, "`" STR_FMT "` is a diverged copy of " STR_FMT, STR_ARG(m->symbol),
					STR_ARG(canonical_path(out, in, fam)));
		relate_canonical(out, x, fam);
		relate_differences(out, x, in, fam, m);
		if (fam->canonical == NONE)
			finding_mend(out, x, MEND_SHOW, "decide which one is to stay, and bring the differences into that");
		else
			finding_mend(out, x, MEND_SHOW, "bring the differences into " STR_FMT ", then %s", STR_ARG(canonical_path(out, in, fam)),
				     fam->basis == BASIS_LINKED ? "replace the copy by a redirect" : "call that in the copy's place");
	}
}

const struct rule rule_cn102 = {
	.code = "CN102",
	.name = "near-duplicate",
	.summary = "near-duplicate: a diverged copy of the canonical",
	.explanation =
	"A definition whose body, or whose set of public methods, is mostly the canonical's:\n"
	"it was copied, and both have been changed since. The differences are either fixes that\n"
	"one of the two lacks, or behaviour that somebody relies on.\n"
	"\n"
	"What to do: look at the differences, bring what is wanted into the canonical, and turn\n"
	"the copy into a redirect.\n",
	.severity = SEVERITY_ERROR,
	.mend = MEND_SHOW,
	.run = run,
};
