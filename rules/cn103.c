/* CN103: a wrapper that does more than to pass on. */
#include "base/base.h"
#include "rules/rule.h"

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		struct finding *x;

		if (m->class != CLASS_IMPURE_WRAPPER || !m->is_production || m->target == NONE)
			continue;
		x = find_member(out, self, in, fam, m, "`" STR_FMT "` delegates to `" STR_FMT "` and has logic of its own", STR_ARG(m->symbol),
				STR_ARG(fam->members.items[m->target].symbol));
		finding_mend(out, x, MEND_SHOW, "move what it adds into " STR_FMT, STR_ARG(canonical_path(out, in, fam)));
	}
}

const struct rule rule_cn103 = {
	.code = "CN103",
	.name = "impure-wrapper",
	.summary = "impure wrapper: delegates, but has logic of its own",
	.explanation =
	"A definition that delegates to another member of the family and adds logic: it skips a\n"
	"warning, reads private state, does not forward all methods. It looks like a redirect\n"
	"and is not one.\n"
	"\n"
	"What to do: move the logic into the canonical, or give the wrapper a name and a purpose\n"
	"of its own.\n",
	.severity = SEVERITY_NOTE,
	.mend = MEND_SHOW,
	.run = run,
};
