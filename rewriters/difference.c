/* Shows, side by side, what a rival does otherwise than the canonical: CN101 and CN102 that nothing proves equal. */
#include "base/base.h"
#include "base/strbuf.h"
#include "rewriters/planner_impl.h"
#include "rules/differences.h"
#include "rules/proof.h"

#define WORDS_SHOWN 3

static const struct member *member_at(const struct family *fam, const struct finding *x)
{
	vec_foreach(struct member, m, &fam->members)
		if (m->kind <= MEMBER_METHOD && m->file == x->file && m->span.start == x->span.start)
			return m;
	return NULL;
}

/* Where the two are one text, something else is in the way. */
static struct str obstacle_to(struct planner *p, const struct finding *x, const struct member *m, const struct member *c)
{
	struct str why = { 0 };

	if (m->similarity < 100)
		return why;
	return are_equal(planner_input(p), m->file, m->def, c->file, c->def, planner_arena(p), &why) ? x->mend_text : why;
}

static void show(const struct rewriter *self, struct planner *p, const struct finding *x, struct str obstacle, const struct differences *d)
{
	struct strbuf table CLEANUP(strbuf_release) = { 0 };
	struct str words = differences_words(d, WORDS_SHOWN, planner_arena(p));
	uint32_t c = change_begin(p, self, x, MEND_SHOW, "compare `" STR_FMT "` with the canonical", STR_ARG(x->symbol));

	if (words.len)
		change_reason(p, c, "the copy " STR_FMT, STR_ARG(words));
	else if (obstacle.len)
		change_reason(p, c, STR_FMT, STR_ARG(obstacle));
	else
		change_reason(p, c, "no difference is known, but that they behave alike is not proven");
	differences_table(d, planner_input(p)->project, &table);
	change_details(p, c, strbuf_str(&table));
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	const struct rule_input *in = planner_input(p);
	const struct family *fam = x->family == NONE ? NULL : &in->families->items.items[x->family];
	const struct member *m = fam ? member_at(fam, x) : NULL, *c = fam && fam->canonical != NONE ? &fam->members.items[fam->canonical] : NULL;
	struct differences d = { 0 };

	if (!m || !c || c->kind > MEMBER_METHOD || planner_has_mended(p, x))
		return;
	if (differences_find(in->project, in->link, (struct definition){ c->file, c->def }, (struct definition){ m->file, m->def }, planner_arena(p), &d))
		show(self, p, x, obstacle_to(p, x, m, c), &d);
	differences_release(&d);
}

static const char *const codes[] = { "CN101", "CN102", NULL };

extern const struct rewriter rewriter_difference;
const struct rewriter rewriter_difference = {
	.name = "difference",
	.codes = codes,
	.plan = plan,
};
