/* CN903: a suppression that cannot be understood, or says too little. */
#include "base/base.h"
#include "rules/rule.h"

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct suppression, s, &out->suppressions) {
		struct finding *x;

		if (s->wrong.len == 0)
			continue;
		x = finding_add(out, self, NONE, s->file, s->span, STR("canonry"), "this comment suppresses nothing: " STR_FMT, STR_ARG(s->wrong));
		x->confidence = 100;
		finding_mend(out, x, MEND_SHOW, "write: canonry: ignore[CODE] reason -- until YYYY-MM-DD");
	}
}

const struct rule rule_cn903 = {
	.code = "CN903",
	.name = "bad-suppression",
	.summary = "suppression that names no rule, gives no reason, or cannot be understood",
	.explanation =
	"A suppression says which rules it is about and why:\n"
	"\n"
	"  # canonry: ignore[CN105] public until 2.0 -- until 2027-01-31    it is meant to be so\n"
	"  # canonry: fixme[CN101,CN201] moves with the billing service     a debt, which is counted\n"
	"\n"
	"Behind code it is about that line, alone on a line about the next one; ignore-block and\n"
	"fixme-block are about the definition that begins there, -file about the whole file. The\n"
	"date may be left out. One that names no rule would hide whatever comes, and is refused.\n"
	"\n"
	"What to do: name the rules and the reason.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
