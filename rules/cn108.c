/* CN108: backup copies of members. */
#include "base/base.h"
#include "rules/rule.h"

#define RELATED_MAX 10

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct family, fam, &in->families->items) {
		const struct member *first = NULL;
		uint32_t count = 0;
		struct finding *x;

		vec_foreach(struct member, m, &fam->members) {
			if (m->class != CLASS_BACKUP)
				continue;
			first = first ? first : m;
			count++;
		}
		if (!first)
			continue;
		x = find_member(out, self, in, fam, first, "%u backup cop%s of members of " STR_FMT " in the tree", count, count == 1 ? "y" : "ies",
				STR_ARG(fam->product));
		vec_foreach(struct member, m, &fam->members)
			if (m->class == CLASS_BACKUP && m != first && x->related.len < RELATED_MAX)
				finding_relate(out, x, m->file, m->span.line, STR_FMT, STR_ARG(m->symbol));
		finding_mend(out, x, MEND_ASK, "remove the copies");
	}
}

const struct rule rule_cn108 = {
	.code = "CN108",
	.name = "backup-copy",
	.summary = "backup copy of a member in the tree",
	.explanation =
	"A copied file (x_old.py, x.py.backup, backup/x.py) that defines a member again. Searches\n"
	"find it, people edit it, tools count it. One finding for each family, however many copies.\n"
	"\n"
	"What to do: remove it; the version control system keeps the old ones.\n",
	.severity = SEVERITY_NOTE,
	.mend = MEND_ASK,
	.run = run,
};
