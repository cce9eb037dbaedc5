/* The election: which contender is the canonical, by points that can be shown. */
#include "base/base.h"
#include "rules/finder.h"

#define MARGIN_MIN 6   /* points by which the first must lead the second; below it a human decides */

/* Points. The sum is no probability; only differences count. */
enum {
	POINTS_DELEGATED = 12,  /* for every other member that hands its work to this one, at most three count */
	POINTS_IMPORTS_MAX = 24,/* most of the import statements */
	POINTS_METHODS_MAX = 10,/* the most complete public interface */
	POINTS_EXACT = 6,       /* its name is the family's, without a qualifier */
	POINTS_HOME = 4,        /* its module is named after it */
	POINTS_CLASS = 5,       /* a class can hold configuration and scope; a function beside it is mostly a convenience */
	POINTS_FACE = 4,        /* its package exports it */
	POINTS_LEGACY = -25,    /* says that it is deprecated or legacy */
	POINTS_COMPAT = -6,     /* its module speaks of compatibility: the canonical's may do that too */
	POINTS_PRIVATE = -15,
	POINTS_SCRIPT = -15,
	POINTS_SHADOWED = -40   /* defined again below in the same file */
};

static void give(struct finder *f, struct member *m, int points, const char *why)
{
	if (points == 0)
		return;
	m->score += points;
	member_say(f, m, NONE, 0, "%+d: %s", points, why);
}

static uint32_t log2_of(uint32_t n)
{
	uint32_t bits = 0;

	while (n >>= 1)
		bits++;
	return bits;
}

static uint32_t delegators(const struct family *fam, uint32_t to)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < fam->members.len; i++)
		count += fam->members.items[i].target == to && fam->members.items[i].class != CLASS_BYPASS && fam->members.items[i].is_production;
	return count;
}

#define PRODUCTION_WEIGHT 4 /* of an import statement of production code, against one of tests and examples */

/* Import statements that end at this member, whatever way they take. */
static uint32_t reached(const struct finder *f, const struct family *fam, uint32_t member)
{
	const struct member *m = &fam->members.items[member];
	uint32_t weight = 0;

	for (uint32_t i = 0; i < fam->importers.len; i++) {
		const struct importer *x = &fam->importers.items[i];

		if (x->target.kind == TARGET_DEF && x->target.file == m->file && x->target.index == m->def)
			weight += project_is_production(f->project, x->file) ? PRODUCTION_WEIGHT : 1;
	}
	return weight;
}

static bool is_shadowed(const struct finder *f, const struct member *m)
{
	const struct outline *o = &f->project->files[m->file].outline;

	for (uint32_t d = m->def + 1; d < o->def_count; d++)
		if (o->defs[d].parent == o->defs[m->def].parent && o->defs[d].block == o->defs[m->def].block && str_eq(o->defs[d].name, o->defs[m->def].name))
			return true;
	return false;
}

static bool has_face(const struct finder *f, const struct family *fam, uint32_t member)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].target == member && fam->members.items[i].kind == MEMBER_IMPORT &&
		    is_face(f->project, fam->members.items[i].file, fam->members.items[member].file))
			return true;
	return false;
}

static struct str shortest_symbol(const struct family *fam)
{
	struct str best = { 0 };

	for (uint32_t i = 0; i < fam->members.len; i++)
		if (is_contender(&fam->members.items[i]) && (best.len == 0 || fam->members.items[i].symbol.len < best.len))
			best = fam->members.items[i].symbol;
	return best;
}

static bool is_home(struct finder *f, const struct member *m)
{
	struct str stem = path_stem(f->project->files[m->file].path);

	return stem_within(stem_of(stem, f->arena), stem_of(m->symbol, f->arena)) || stem_within(stem_of(m->symbol, f->arena), stem_of(stem, f->arena));
}

static void score(struct finder *f, struct family *fam, uint32_t i, uint32_t most_methods, uint32_t most_reached, struct str shortest)
{
	struct member *m = &fam->members.items[i];
	uint32_t handed = delegators(fam, i), imports = reached(f, fam, i);

	give(f, m, (int)MIN(handed, 3u) * POINTS_DELEGATED, "other members hand their work to it");
	if (most_reached)
		give(f, m, (int)(POINTS_IMPORTS_MAX * (log2_of(imports + 1)) / MAX(log2_of(most_reached + 1), 1u)), "import statements end at it");
	if (most_methods && m->kind == MEMBER_CLASS)
		give(f, m, (int)(POINTS_METHODS_MAX * public_methods(f, m->file, m->def) / most_methods), "its public interface is complete");
	give(f, m, m->kind == MEMBER_CLASS ? POINTS_CLASS : 0, "it is a class");
	give(f, m, str_eq(m->symbol, shortest) ? POINTS_EXACT : 0, "its name has no qualifier");
	give(f, m, is_home(f, m) ? POINTS_HOME : 0, "its module is named after it");
	give(f, m, has_face(f, fam, i) ? POINTS_FACE : 0, "its package exports it");
	if (m->is_deprecated || name_is_legacy(m->symbol))
		give(f, m, POINTS_LEGACY, "it says that it is deprecated or legacy");
	else
		give(f, m, f->project->files[m->file].outline.marks & MARK_DEPRECATED ? POINTS_COMPAT : 0, "its module speaks of compatibility");
	give(f, m, name_is_private(m->symbol) ? POINTS_PRIVATE : 0, "its name is private");
	give(f, m, f->project->files[m->file].roles & ROLE_SCRIPT ? POINTS_SCRIPT : 0, "it stands in a script");
	give(f, m, is_shadowed(f, m) ? POINTS_SHADOWED : 0, "it is defined again below");
}

/* --- Configured canonicals --- */

static bool forces(struct finder *f, struct str spec, const struct member *m)
{
	struct target t;

	if (str_find(spec, ':') == spec.len)
		return false;
	t = link_string(f->link, NONE, spec);
	return t.kind == TARGET_DEF && t.file == m->file && t.index == m->def && m->kind <= MEMBER_METHOD;
}

static uint32_t forced(struct finder *f, const struct family *fam)
{
	const struct discover_options *o = f->options;

	for (uint32_t i = 0; i < fam->members.len; i++) {
		for (size_t k = 0; k < o->canonical_count; k++)
			if (forces(f, o->canonicals[k], &fam->members.items[i]))
				return i;
		for (size_t k = 0; k < o->config->family_count; k++) {
			const struct config_family *c = &o->config->families[k];
			if (c->canonical_name.len &&
			    forces(f, arena_printf(f->arena, STR_FMT ":" STR_FMT, STR_ARG(c->canonical_module), STR_ARG(c->canonical_name)), &fam->members.items[i]))
				return i;
		}
	}
	return NONE;
}

/* --- The count --- */

static void declare(struct finder *f, struct family *fam, uint32_t best, uint32_t second)
{
	struct member *m = &fam->members.items[best];
	int margin = second == NONE ? 0 : m->score - fam->members.items[second].score;

	if (second != NONE && margin < MARGIN_MIN) {
		const struct member *s = &fam->members.items[second];
		fam->decision = arena_printf(f->arena,
					     STR_FMT " and " STR_FMT " are level (%d to %d points); name one in canonry.yaml, or mark the other as deprecated",
					     STR_ARG(member_path(f->link, m, f->arena)), STR_ARG(member_path(f->link, s, f->arena)), m->score, s->score);
		fam->confidence = 50;
		return;
	}
	fam->canonical = best;
	fam->confidence = second == NONE ? 97 : (unsigned)MIN(99, 60 + margin);
	m->class = CLASS_CANONICAL;
	m->confidence = fam->confidence;
	if (second == NONE)
		member_say(f, m, m->file, m->span.line, "is the only implementation of its own in production code");
}

/* The product is what the canonical makes. */
void family_settle(struct finder *f, struct family *fam)
{
	const struct member *c = fam->canonical == NONE ? NULL : &fam->members.items[fam->canonical];
	uint32_t candidate = c ? map_get(&f->candidate_of, map_pair(c->file, c->def)) : NONE;
	const struct value *v;

	if (!fam->is_factory || candidate == NONE || !is_named_product(f, &f->candidates.items[candidate]))
		return;
	v = &f->candidates.items[candidate].product;
	fam->product_file = v->file;
	fam->product_def = v->def;
	fam->product = def_at(f, v->file, v->def)->name;
}

void family_elect(struct finder *f, struct family *fam)
{
	uint32_t best = forced(f, fam), second = NONE, most_methods = 0, most_reached = 0;
	struct str shortest = shortest_symbol(fam);

	if (best != NONE) {
		fam->canonical = best;
		fam->confidence = 100;
		fam->members.items[best].class = CLASS_CANONICAL;
		fam->members.items[best].confidence = 100;
		member_say(f, &fam->members.items[best], NONE, 0, "named as the canonical by the configuration");
		return;
	}
	for (uint32_t i = 0; i < fam->members.len; i++) {
		if (!is_contender(&fam->members.items[i]))
			continue;
		most_reached = MAX(most_reached, reached(f, fam, i));
		if (fam->members.items[i].kind == MEMBER_CLASS)
			most_methods = MAX(most_methods, public_methods(f, fam->members.items[i].file, fam->members.items[i].def));
	}
	for (uint32_t i = 0; i < fam->members.len; i++) {
		if (!is_contender(&fam->members.items[i]))
			continue;
		score(f, fam, i, most_methods, most_reached, shortest);
		if (best == NONE || fam->members.items[i].score > fam->members.items[best].score) {
			second = best;
			best = i;
		} else if (second == NONE || fam->members.items[i].score > fam->members.items[second].score) {
			second = i;
		}
	}
	if (best != NONE)
		declare(f, fam, best, second);
	else
		fam->decision = STR("no implementation of its own stands in production code");
}
