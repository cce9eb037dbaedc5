/* CN902: a suppression whose day is past. */
#include "base/base.h"
#include "rules/rule.h"

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct suppression, s, &out->suppressions) {
		struct span top = { .line = 1, .column = 1, .end_line = 1, .end_column = 1 };
		struct str title = suppress_title(in, out, s);
		struct finding *x;

		if (!s->is_expired || s->first_file == NONE)
			continue;
		x = finding_add(out, self, NONE, s->first_file, s->file == NONE ? top : s->span, str_from(s->rules[0].rule->code),
				STR_FMT " was until " STR_FMT ": " STR_FMT, STR_ARG(title), STR_ARG(s->until), STR_ARG(s->reason));
		x->confidence = 100;
		finding_mend(out, x, MEND_SHOW, "mend what it suppressed, or decide anew until when");
	}
}

const struct rule rule_cn902 = {
	.code = "CN902",
	.name = "expired-suppression",
	.summary = "suppression whose day is past",
	.explanation =
	"A comment `canonry: ignore[...] reason -- until 2027-01-31` suppresses up to that day.\n"
	"Afterwards what it suppressed is reported again, and so is the comment.\n"
	"\n"
	"What to do: mend what it suppressed, or set another day, with the reason why.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
