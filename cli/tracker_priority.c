/* How much a family matters, by evidence: what breaks, what goes round the canonical, what only stands there. */
#include "base/base.h"
#include "cli/tracker_make.h"

#include "cli/page.h"
#include "rules/rule.h"

#define RIVALS_IN_USE 3 /* production imports of rivals from which on a change of the canonical is sure to miss somebody */

static bool is_shim(enum member_class class)
{
	return class == CLASS_REDIRECT || class == CLASS_WRAPPER || class == CLASS_ALIAS;
}

static bool is_rival(enum member_class class)
{
	switch (class) {
	case CLASS_DUPLICATE:
	case CLASS_NEAR_DUPLICATE:
	case CLASS_FALLBACK:
	case CLASS_BYPASS:
	case CLASS_IMPURE_WRAPPER:
	case CLASS_EMPTY_SUBCLASS:
	case CLASS_IMPOSTOR: return true;
	default: return false;
	}
}

static void count_member(const struct audit *a, const struct family *fam, const struct member *m, struct standing *x)
{
	if (!m->is_production || !(is_shim(m->class) || is_rival(m->class)))
		return;
	x->claimants++;
	if (family_allowance(fam, &a->config, &a->project, a->link, m->file))
		x->allowed++;
	if (is_shim(m->class))
		x->shims++;
	else
		x->rivals++;
}

static bool takes_rival(const struct family *fam, const struct importer *i)
{
	return i->member != NONE && is_rival(fam->members.items[i->member].class);
}

static void count_importer(const struct audit *a, const struct family *fam, const struct importer *i, struct standing *x)
{
	bool is_production = project_is_production(&a->project, i->file);

	if (i->is_allowed || i->is_reexport || i->status == IMPORT_CANONICAL || i->status == IMPORT_MEMBER)
		return;
	if (i->status == IMPORT_NO_MODULE || i->status == IMPORT_NO_NAME)
		x->dangling++;
	else if (!is_production)
		x->other_imports++;
	else if (takes_rival(fam, i))
		x->bypassing++;
	else
		x->indirect++;
}

static void count_finding(const struct audit *a, const struct finding *f, struct standing *x)
{
	x->findings++;
	x->safe += f->mend == MEND_SAFE;
	x->ask += f->mend == MEND_ASK;
	x->show += f->mend == MEND_SHOW || f->mend == MEND_NONE;
	x->broken += str_is(str_from(f->rule->code), "CN202") && f->severity == SEVERITY_ERROR && project_is_production(&a->project, f->file);
}

struct standing standing_of(const struct audit *a, const struct family *fam)
{
	struct standing x = { .independent = fam->independent, .needs_decision = fam->canonical == NONE, .claimants = fam->canonical != NONE };
	uint32_t index = (uint32_t)(fam - a->families.items.items);

	vec_foreach (struct member, m, &fam->members)
		count_member(a, fam, m, &x);
	vec_foreach (struct importer, i, &fam->importers)
		count_importer(a, fam, i, &x);
	vec_foreach (struct finding, f, &a->findings.items)
		if (f->family == index)
			count_finding(a, f, &x);
	return x;
}

int priority_of(const struct standing *x)
{
	if (x->broken || x->bypassing >= RIVALS_IN_USE)
		return 0;
	if (x->bypassing || (x->needs_decision && x->independent > 1))
		return 1;
	return x->rivals || x->dangling ? 2 : 3;
}

int priority_by_count(const struct standing *x)
{
	return x->claimants > 3 ? 0 : x->claimants > 2 ? 1 : x->claimants > 1 ? 2 : 3;
}

/* --- In words --- */

static struct str counted(struct arena *a, uint32_t n, const char *one, const char *many)
{
	return arena_printf(a, "%s %s", number_text(n).text, plural(n, one, many));
}

static struct str bypass_reason(const struct standing *x, struct arena *a)
{
	if (!x->bypassing)
		return STR("no production importer bypasses the canonical");
	return counted(a, x->bypassing, "production import takes it from a rival: what is mended in the canonical does not reach it",
		"production imports take it from a rival: what is mended in the canonical does not reach them");
}

static struct str shim_reason(const struct standing *x, struct arena *a)
{
	struct str text = counted(a, x->shims, "member only hands on to the canonical", "members only hand on to the canonical");

	if (x->allowed)
		text = arena_printf(a, STR_FMT "; the configuration allows %u", STR_ARG(text), x->allowed);
	return text;
}

uint32_t priority_reasons(const struct standing *x, const struct family *fam, struct arena *a, struct str r[PRIORITY_REASONS])
{
	uint32_t n = 0;

	if (x->broken)
		r[n++] = counted(a, x->broken, "production import names what is not there, and fails when it runs",
			"production imports name what is not there, and fail when they run");
	r[n++] = bypass_reason(x, a);
	if (x->needs_decision)
		r[n++] = STR("nobody has said which definition is the canonical one, and the evidence does not");
	if (x->rivals)
		r[n++] = counted(a, x->rivals, "production definition beside the canonical does work of its own",
			"production definitions beside the canonical do work of their own");
	if (x->dangling > x->broken)
		r[n++] = counted(a, x->dangling - x->broken, "further import that names what is not there",
			"further imports that name what is not there");
	if (x->indirect)
		r[n++] = counted(a, x->indirect, "production import comes through a shim", "production imports come through shims");
	if (x->shims)
		r[n++] = shim_reason(x, a);
	r[n++] = arena_printf(a, "cost %s, by which the audit ranks its families", number_text(fam->cost).text);
	return n;
}
