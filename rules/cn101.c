/* CN101: an independent implementation of what the canonical does. */
#include "base/base.h"
#include "rules/proof.h"
#include "rules/rule.h"

static void mend(const struct rule_input *in, struct findings *out, struct finding *x, const struct family *fam, const struct member *m)
{
	const struct member *c = canonical_of(fam);
	struct str path = canonical_path(out, in, fam), why;

	/* A compiler's word is the migration's to ask for: an audit stays quick. */
	if (fam->basis != BASIS_LINKED && m->similarity == 100)
		finding_mend(out, x, MEND_SHOW, "call " STR_FMT " in its place; a migration does so when a compiler reads the same in both", STR_ARG(path));
	else if (fam->basis != BASIS_LINKED)
		finding_mend(out, x, MEND_SHOW, "compare it with " STR_FMT ", then call that in its place", STR_ARG(path));
	else if (m->similarity < 100)
		finding_mend(out, x, MEND_SHOW, "compare it with " STR_FMT ", then replace it by a redirect", STR_ARG(path));
	else if (are_equal(in, m->file, m->def, c->file, c->def, &out->arena, &why))
		finding_mend(out, x, MEND_SAFE, "replace it by a redirect to " STR_FMT, STR_ARG(path));
	else
		finding_mend(out, x, MEND_SHOW, "replace it by a redirect to " STR_FMT " once this is settled: " STR_FMT, STR_ARG(path), STR_ARG(why));
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	RULE_MEMBERS(in, fam, m) {
		struct finding *x;
		const struct member *c = canonical_of(fam);

		if (m->class != CLASS_DUPLICATE || !m->is_production)
			continue;
		if (c)
			x = find_member(out, self, in, fam, m, "`" STR_FMT "` creates " STR_FMT " a second time; the canonical is " STR_FMT,
					STR_ARG(m->symbol), STR_ARG(fam->product), STR_ARG(canonical_path(out, in, fam)));
		else
			x = find_member(out, self, in, fam, m, "`" STR_FMT "` is one of %u rival implementations of " STR_FMT ", none clearly the canonical",
					STR_ARG(m->symbol), fam->independent, STR_ARG(fam->product));
		relate_canonical(out, x, fam);
		relate_differences(out, x, in, fam, m);
		if (!c)
			finding_mend(out, x, MEND_SHOW, "decide which one is the canonical: " STR_FMT, STR_ARG(fam->decision));
		else
			mend(in, out, x, fam, m);
	}
}

const struct rule rule_cn101 = {
	.code = "CN101",
	.name = "duplicate-factory",
	.summary = "duplicate factory definition",
	.explanation =
	"Two definitions create the same product independently of each other. Callers get\n"
	"whichever they happened to import; a fix in one is missing in the other, and state\n"
	"that should be shared, or should be kept apart, is not.\n"
	"\n"
	"Example: app/engine.py defines `class EngineFactory`, app/legacy/engine.py defines\n"
	"another one, and each is imported by half of the code.\n"
	"\n"
	"What to do: keep the canonical, replace the other by a redirect\n"
	"(`from app.engine import EngineFactory`), and move its importers. When the bodies are\n"
	"equal, token by token, and mean the same names, that is safe; otherwise look at the\n"
	"differences first.\n",
	.severity = SEVERITY_ERROR,
	.mend = MEND_SAFE,
	.run = run,
};
