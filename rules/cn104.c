/* CN104: a second name for a member. */
#include "base/base.h"
#include "rules/rule.h"

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		struct finding *x;

		if (m->class != CLASS_ALIAS || !m->is_production)
			continue;
		if (m->basis != BASIS_LINKED)
			x = find_member(out, self, in, fam, m, "the macro `" STR_FMT "` is another name for " STR_FMT, STR_ARG(m->symbol),
					STR_ARG(fam->members.items[m->target].symbol));
		else
			x = find_member(out, self, in, fam, m, "`" STR_FMT "` is another name for " STR_FMT " (%u import statements use it)",
					STR_ARG(m->symbol), STR_ARG(fam->members.items[m->target].symbol), m->importers);
		finding_mend(out, x, MEND_ASK, "use " STR_FMT " instead, then remove the alias", STR_ARG(fam->members.items[m->target].symbol));
	}
}

const struct rule rule_cn104 = {
	.code = "CN104",
	.name = "legacy-alias",
	.summary = "legacy alias (another name for a member)",
	.explanation =
	"`OldFactory = EngineFactory`: another name bound to a member. Harmless by itself, but it\n"
	"keeps old names alive, and searches for the canonical miss its users.\n"
	"\n"
	"What to do: rewrite the users to the canonical's name and remove the alias.\n",
	.severity = SEVERITY_NOTE,
	.mend = MEND_ASK,
	.run = run,
};
