/* CN501: a canonical that no test protects, and tests that protect something else in its place. */
#include "base/base.h"
#include "rules/tests.h"

static bool protects(const struct tests *t, const struct family_test *x, unsigned meets)
{
	const struct test *test = &t->items.items[x->test];

	return (x->meets & meets) && !test->cannot_fail && !test->never_runs;
}

/* Tests that are there and do not count, as a reason. */
static void relate_useless(const struct tests *t, struct findings *out, struct finding *x, const struct family_tests *tests)
{
	uint32_t doubles = 0, useless = 0;
	const struct test *first = NULL;

	vec_foreach (struct family_test, f, &tests->items) {
		const struct test *test = &t->items.items[f->test];

		doubles += !(f->meets & MEETS_REAL) && (f->meets & MEETS_DOUBLE);
		useless += (f->meets & MEETS_REAL) && (test->cannot_fail || test->never_runs);
		if (!first)
			first = test;
	}
	if (first && doubles + useless)
		finding_relate(out, x, first->file, first->span.line, "the first of %u that meet only doubles of it and %u that cannot fail or never run", doubles, useless);
}

/* Is there anything in production that could be taken for it? What stands alone is not told apart from other code. */
static bool has_company(const struct family *fam)
{
	vec_foreach (const struct member, m, &fam->members)
		if (m->is_production && m->class != CLASS_CANONICAL && m->class != CLASS_HELPER && m->class != CLASS_TEST_DOUBLE)
			return true;
	return fam->is_declared;
}

static void check_canonical(const struct rule *self, const struct rule_input *in, struct findings *out, uint32_t family)
{
	const struct tests *t = in->tests;
	const struct family *fam = &in->families->items.items[family];
	const struct member *c = canonical_of(fam);
	struct finding *x;

	if (!c || !c->is_production || c->def == NONE || !has_company(fam) || !(fam->is_factory || fam->is_declared))
		return;
	/* Of C and C++ what tests come to by calls is protected as well as they see to it. */
	if (c->basis == BASIS_LINKED ? !t->has_tests : !t->has_ctests || t->families[family].reached.len || c->kind > MEMBER_METHOD)
		return;
	vec_foreach (struct family_test, f, &t->families[family].items)
		if (protects(t, f, MEETS_CANONICAL | MEETS_SHIM))
			return;
	x = find_member(out, self, in, fam, c, "no test protects `" STR_FMT "`: whatever becomes of it, the tests pass", STR_ARG(c->symbol));
	x->severity = SEVERITY_NOTE;
	x->confidence = 80;
	relate_useless(t, out, x, &t->families[family]);
	if (c->basis == BASIS_LINKED)
		finding_mend(out, x, MEND_SHOW, "canonry tests --generate writes tests that keep it the only one");
	else
		finding_mend(out, x, MEND_SHOW, "write a test that calls it, or what calls it");
}

/* The rival's tests in one file are one finding. */
static void check_rivals(const struct rule *self, const struct rule_input *in, struct findings *out, uint32_t family)
{
	const struct tests *t = in->tests;
	const struct family *fam = &in->families->items.items[family];
	file_id last = NONE;

	vec_foreach (struct family_test, f, &t->families[family].items) {
		const struct test *test = &t->items.items[f->test];
		const struct member *m = f->member == NONE ? NULL : &fam->members.items[f->member];
		uint32_t count = 0;
		struct finding *x;

		if (!protects(t, f, MEETS_RIVAL) || (f->meets & (MEETS_CANONICAL | MEETS_SHIM)) || !m || test->file == last || !canonical_of(fam))
			continue;
		last = test->file;
		vec_foreach (struct family_test, other, &t->families[family].items)
			count += t->items.items[other->test].file == last && protects(t, other, MEETS_RIVAL) && !(other->meets & (MEETS_CANONICAL | MEETS_SHIM));
		x = finding_add(out, self, family, test->file, test->span, test->symbol, "%u %s `" STR_FMT "`, which is no canonical, and not `" STR_FMT "`", count,
				count == 1 ? "test protects" : "tests protect", STR_ARG(m->symbol), STR_ARG(canonical_of(fam)->symbol));
		x->severity = SEVERITY_NOTE;
		x->confidence = MIN(x->confidence, m->confidence);
		finding_relate(out, x, m->file, m->span.line, "what they protect: %s", member_class_names[m->class]);
		relate_canonical(out, x, fam);
		finding_mend(out, x, MEND_SHOW, "test " STR_FMT, STR_ARG(canonical_path(out, in, fam)));
	}
}

static void run(const struct rule *self, const struct rule_input *in, struct findings *out)
{
	for (uint32_t i = 0; i < in->families->items.len; i++) {
		check_canonical(self, in, out, i);
		check_rivals(self, in, out, i);
	}
}

const struct rule rule_cn501 = {
	.code = "CN501",
	.name = "unprotected-canonical",
	.summary = "canonical that no test protects, or test that protects something else in its place",
	.explanation =
	"A test protects a factory when it meets the real one, directly, by a fixture or by a helper,\n"
	"and can fail. Reported are canonical definitions that no such test meets, in code bases that\n"
	"have tests at all and where other members of the family stand beside them, and files of tests that meet an independent implementation of the same\n"
	"job in the canonical's place: they stay green whatever becomes of the canonical.\n"
	"\n"
	"    from app.legacy import EngineFactory        # a duplicate\n"
	"    def test_creates(): assert EngineFactory().create()\n"
	"\n"
	"Tests that come to the canonical by a redirect do protect it. In C and C++ a canonical is only\n"
	"reported when no test names it, nor anything that leads to it by calls.\n"
	"\n"
	"What to do: let these tests import the canonical; `canonry tests` lists which tests meet what,\n"
	"and `canonry tests --generate` writes tests that fail as soon as there is a second one.\n",
	.severity = SEVERITY_NOTE,
	.mend = MEND_SHOW,
	.run = run,
};
