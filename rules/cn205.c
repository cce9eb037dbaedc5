/* CN205: a star import of a module that holds a member. */
#include "base/base.h"
#include "rules/rule.h"

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	vec_foreach(struct family, fam, &in->families->items) {
		vec_foreach(struct importer, i, &fam->importers) {
			const struct import *im = &in->project->files[i->file].outline.imports[i->import];
			struct finding *x;

			if (i->status != IMPORT_STAR_OF)
				continue;
			x = finding_add(out, self, family_index(in, fam), i->file, im->span, im->module, "star import of " STR_FMT ", which holds members of " STR_FMT,
					STR_ARG(im->module), STR_ARG(fam->product));
			relate_canonical(out, x, fam);
			finding_mend(out, x, MEND_ASK, "name what is used");
		}
	}
}

const struct rule rule_cn205 = {
	.code = "CN205",
	.name = "star-import",
	.summary = "star import of a member module",
	.explanation =
	"`from app.engine import *` takes the members of the family along without naming them: nobody\n"
	"who searches for the canonical's name finds this user, and a name added to the module may\n"
	"shadow another.\n"
	"\n"
	"What to do: name what is used.\n",
	.severity = SEVERITY_NOTE,
	.mend = MEND_ASK,
	.run = run,
};
