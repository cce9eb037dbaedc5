/* CN901: a suppression that suppresses nothing. */
#include "base/base.h"
#include "rules/rule.h"

/* One of the configuration stands at the first file that it is about; where there is none, cli/ tells. */
static void report(const struct rule *self, const struct rule_input *in, struct findings *out, const struct suppression *s, const struct rule *rule)
{
	struct span top = { .line = 1, .column = 1, .end_line = 1, .end_column = 1 };
	struct str title = suppress_title(in, out, s);
	struct finding *x = finding_add(out, self, NONE, s->first_file, s->file == NONE ? top : s->span, str_from(rule->code),
					"nothing here is %s %s any more: " STR_FMT " is unused", rule->code, rule->name, STR_ARG(title));

	x->confidence = 100;
	finding_mend(out, x, MEND_SHOW, s->file == NONE ? "remove %s from the entry, or the entry" : "remove %s from the comment, or the comment",
		     rule->code);
}

/* What was not looked for cannot be said to be gone. */
static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	if (in->is_narrowed)
		return;
	vec_foreach(struct suppression, s, &out->suppressions)
		for (uint32_t i = 0; i < s->rule_count && s->first_file != NONE && s->wrong.len == 0 && !s->is_expired; i++)
			if (!s->rules[i].is_used && rule_level(in->config, s->rules[i].rule) != SEVERITY_OFF)
				report(self, in, out, s, s->rules[i].rule);
}

const struct rule rule_cn901 = {
	.code = "CN901",
	.name = "unused-suppression",
	.summary = "suppression that suppresses nothing",
	.explanation =
	"A comment `canonry: ignore[...]` or `canonry: fixme[...]` names a rule that finds nothing\n"
	"there. It was needed once, or never; the next real finding in that place would be hidden\n"
	"by a decision that nobody took for it.\n"
	"\n"
	"What to do: remove the rule from the comment, or the comment.\n",
	.severity = SEVERITY_WARNING,
	.mend = MEND_SHOW,
	.run = run,
};
