/* Shows what a rival in C or C++ does otherwise than the canonical, line by line: CN101, CN102 and CN110 that nothing mends. */
#include "base/base.h"
#include "base/strbuf.h"
#include "rewriters/twin_impl.h"
#include "rewriters/users.h"

#include "rules/creators.h"

#define ALIKE_PERCENT 50 /* from which a place that builds the product itself is compared with the canonical */

/* How the canonical is called: "struct conn *conn_new(const char *host, int port)". */
static struct str call_text(struct planner *p, const struct member *m)
{
	const struct cfacts *facts = planner_input(p)->project->files[m->file].creations;
	const struct cfunc *f = facts && m->def < facts->func_count ? &facts->funcs[m->def] : NULL;
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	if (!f)
		return m->symbol;
	strbuf_printf(&out, STR_FMT "%s" STR_FMT "(", STR_ARG(f->returns), str_ends(f->returns, STR("*")) ? "" : " ", STR_ARG(f->name));
	for (uint32_t i = 0; i < f->param_count; i++)
		strbuf_printf(&out, "%s" STR_FMT "%s" STR_FMT, i > 0 ? ", " : "", STR_ARG(f->params[i].type),
			      f->params[i].name.len && !str_ends(f->params[i].type, STR("*")) ? " " : "", STR_ARG(f->params[i].name));
	strbuf_addz(&out, ")");
	return arena_str(planner_arena(p), strbuf_str(&out));
}

static void show(struct planner *p, const struct rewriter *self, const struct finding *x, const struct member *m, const struct member *c, struct str why)
{
	struct strbuf table CLEANUP(strbuf_release) = { 0 };
	uint32_t change;

	/* A long function that makes one on its way is no copy: what else it does says nothing. */
	if (m->kind == MEMBER_FUNCTION || m->similarity >= ALIKE_PERCENT)
		creation_differences(planner_input(p), c, m, &table);
	change = change_begin(p, self, x, MEND_SHOW, "compare `" STR_FMT "` with " STR_FMT, STR_ARG(x->symbol), STR_ARG(c->symbol));
	if (why.len)
		change_reason(p, change, STR_FMT, STR_ARG(why));
	else
		change_reason(p, change, "nothing proves that they do the same");
	change_advice(p, change, "the canonical is " STR_FMT, STR_ARG(call_text(p, c)));
	change_details(p, change, strbuf_str(&table));
}

void twin_show(struct twin *t, const struct rewriter *self, struct str why)
{
	show(t->planner, self, t->finding, t->old, t->canonical, why);
}

/* A place that builds the product is found by the place, its function by the name. */
static const struct member *member_at(struct planner *p, const struct finding *x)
{
	const struct family *fam = x->family == NONE ? NULL : &planner_input(p)->families->items.items[x->family];

	if (!fam)
		return NULL;
	vec_foreach(struct member, m, &fam->members)
		if (m->file == x->file && (m->span.start == x->span.start || m->place.start == x->span.start))
			return m;
	return NULL;
}

static void plan(const struct rewriter *self, struct planner *p, const struct finding *x)
{
	const struct member *m = member_at(p, x), *c = canonical_of_finding(p, x);

	if (m && c && !planner_is_draft(p) && !planner_has_mended(p, x) && c->kind == MEMBER_FUNCTION)
		show(p, self, x, m, c, (struct str){ 0 });
}

static const char *const codes[] = { "CN101", "CN102", "CN110", NULL };

extern const struct rewriter rewriter_contrast;
const struct rewriter rewriter_contrast = {
	.name = "contrast",
	.codes = codes,
	.for_creations = true,
	.plan = plan,
};
