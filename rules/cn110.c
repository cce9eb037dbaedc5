/* CN110: the product is built beside the factory. */
#include "base/base.h"
#include "rules/rule.h"

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		struct str built;
		struct finding *x;

		if (m->class != CLASS_BYPASS || !m->is_production)
			continue;
		built = m->target == NONE ? fam->product : fam->members.items[m->target].symbol;
		x = finding_add(out, self, family_index(in, fam), m->file, m->place, m->symbol,
				"`" STR_FMT "` builds " STR_FMT " itself, beside " STR_FMT, STR_ARG(m->symbol), STR_ARG(built),
				STR_ARG(canonical_path(out, in, fam)));
		x->confidence = m->confidence;
		relate_canonical(out, x, fam);
		finding_mend(out, x, MEND_SHOW, "get it from " STR_FMT, STR_ARG(canonical_path(out, in, fam)));
	}
}

const struct rule rule_cn110 = {
	.code = "CN110",
	.name = "bypass",
	.summary = "bypass: the product is built beside the factory",
	.explanation =
	"Production code calls the product's constructor itself, or builds a second factory where\n"
	"one is kept and handed out. What the factory guarantees (limits, registration, isolation\n"
	"between users, clean-up) does not hold for that product.\n"
	"\n"
	"What to do: ask the factory.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
