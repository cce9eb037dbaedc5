/* CN113: a subclass that poses as an alias. */
#include "base/base.h"
#include "rules/rule.h"

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		struct str base;
		struct finding *x;

		if (m->class != CLASS_EMPTY_SUBCLASS || !m->is_production)
			continue;
		base = fam->members.items[m->target].symbol;
		x = find_member(out, self, in, fam, m, "`" STR_FMT "` is an empty subclass of " STR_FMT ": an alias in name, another class in fact",
				STR_ARG(m->symbol), STR_ARG(base));
		finding_mend(out, x, MEND_SAFE, "make it an assignment: " STR_FMT " = " STR_FMT, STR_ARG(m->symbol), STR_ARG(base));
	}
}

const struct rule rule_cn113 = {
	.code = "CN113",
	.name = "empty-subclass",
	.summary = "subclass with an empty body posing as an alias",
	.explanation =
	"`class OldFactory(EngineFactory): pass`: meant as another name, but another class object.\n"
	"`OldFactory is EngineFactory` is false, an EngineFactory is no instance of OldFactory, and\n"
	"two registries keyed by class see two factories.\n"
	"\n"
	"What to do: `OldFactory = EngineFactory`.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SAFE,
	.run = run,
};
