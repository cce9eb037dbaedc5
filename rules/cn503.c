/* CN503: what the tests of a canonical leave out. */
#include "base/base.h"
#include "rules/tests.h"

#include "base/strbuf.h"

#define NAMES_SHOWN 6

static uint32_t count_protecting(const struct tests *t, const struct family_tests *f)
{
	uint32_t count = 0;

	vec_foreach (struct family_test, x, &f->items)
		count += (x->meets & (MEETS_CANONICAL | MEETS_SHIM)) && !t->items.items[x->test].cannot_fail && !t->items.items[x->test].never_runs;
	return count;
}

static uint32_t add_methods(const struct family_tests *f, struct strbuf *out)
{
	uint32_t missing = 0;

	for (uint32_t i = 0; i < f->method_count; i++) {
		if (f->is_met[i])
			continue;
		if (missing < NAMES_SHOWN)
			strbuf_printf(out, "%s`" STR_FMT "`", missing ? ", " : "no test calls ", STR_ARG(f->methods[i]));
		missing++;
	}
	if (missing > NAMES_SHOWN)
		strbuf_printf(out, " and %u more", missing - NAMES_SHOWN);
	return missing;
}

static uint32_t add_guarantees(const struct family_tests *f, struct strbuf *out)
{
	uint32_t missing = 0;

	for (enum guarantee g = 0; g < GUARANTEE_COUNT; g++) {
		/* That there are others, and other paths, is said by the rules about these. */
		if (g == GUARANTEE_UNIQUE || g == GUARANTEE_IDENTITY || !f->needs[g] || f->is_shown[g])
			continue;
		strbuf_printf(out, "%s%s", missing ? ", " : out->len ? "; none speaks of " : "no test speaks of ", guarantee_names[g]);
		missing++;
	}
	return missing;
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	for (uint32_t i = 0; i < in->families->items.len; i++) {
		const struct family *fam = &in->families->items.items[i];
		const struct family_tests *f = &in->tests->families[i];
		const struct member *c = canonical_of(fam);
		struct strbuf text CLEANUP(strbuf_release) = { 0 };
		struct finding *x;

		if (!c || !c->is_production || !count_protecting(in->tests, f))
			continue;
		if (add_methods(f, &text) + add_guarantees(f, &text) == 0)
			continue;
		x = find_member(out, self, in, fam, c, "`" STR_FMT "`: " STR_FMT, STR_ARG(c->symbol), STR_ARG(strbuf_str(&text)));
		x->confidence = 70;
		if (c->basis == BASIS_LINKED)
			finding_mend(out, x, MEND_SHOW, "canonry tests --generate writes tests of what can be shown without knowing more");
		else
			finding_mend(out, x, MEND_SHOW, "write a test that does");
	}
}

const struct rule rule_cn503 = {
	.code = "CN503",
	.name = "test-gap",
	.summary = "public method or guarantee of a canonical that no test shows",
	.explanation =
	"Tests protect the canonical, but leave something out: public methods that no test of it calls,\n"
	"and guarantees that no test speaks of. Which guarantees a factory owes follows from the code:\n"
	"isolation where something stands for one user of many, cleanup and shutdown where there are\n"
	"methods for them. Whether a test shows one is read from names: of the test, and of what it\n"
	"calls. In C and C++ the public functions are those of the canonical's header that give or take\n"
	"the product. Canonicals without any test are CN501's; `canonry tests` also says whether uniqueness\n"
	"and identity of import paths are shown.\n"
	"\n"
	"What to do: write the test, or have `canonry tests --generate` begin it.\n",
	.severity = SEVERITY_NOTE,
	.mend = MEND_SHOW,
	.run = run,
};
