/* CN112: the family's name bound to something else. */
#include "base/base.h"
#include "rules/rule.h"

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		struct finding *x;

		if (m->class != CLASS_IMPOSTOR || !m->is_production)
			continue;
		x = find_member(out, self, in, fam, m, "`" STR_FMT "` is the family's name, but creates no " STR_FMT " (%u import statements take it)",
				STR_ARG(m->symbol), STR_ARG(fam->product), m->importers);
		relate_canonical(out, x, fam);
		finding_mend(out, x, MEND_SHOW, "bind it to " STR_FMT " after a look at what its importers call", STR_ARG(canonical_path(out, in, fam)));
	}
}

const struct rule rule_cn112 = {
	.code = "CN112",
	.name = "impostor",
	.summary = "impostor: the name of the family bound to something else",
	.explanation =
	"`from x import Helpers as EngineFactory`: a name of the family that is no factory of its\n"
	"product. It imports without a complaint and fails where it is used.\n"
	"\n"
	"What to do: bind the name to the canonical, or find what its importers need.\n",
	.severity = SEVERITY_ERROR,
	.mend = MEND_SHOW,
	.run = run,
};
