/* The election among C functions that make one record: linkage, headers, callers, names, places. */
#include "base/base.h"
#include "rules/creators.h"

#define MARGIN_MIN 6 /* points by which the first must lead the second; below it a human decides */

/* Points. The sum is no probability; only differences count. */
enum {
	POINTS_EXTERNAL = 8,     /* others can call it */
	POINTS_HEADER = 6,       /* a header declares it */
	POINTS_DELEGATED = 8,    /* for every other function that only calls it, at most three */
	POINTS_CALLERS_MAX = 20, /* most of the calls */
	POINTS_VERB = 4,         /* its name says that it makes something */
	POINTS_NOUN = 6,         /* its name holds the product's */
	POINTS_HOME = 8,         /* its file is the product's own */
	POINTS_FRAMEWORK = 6,    /* the macro that defines its type says what it is called */
	POINTS_OUT = -2,         /* gives it out by a parameter */
	POINTS_CONDITION = -8,   /* exists in some configurations only: not everybody could call it */
	POINTS_LEFT_OUT = -25,   /* ... and in none that the compile database has */
	POINTS_READING = -12,    /* makes it out of a text, a file or another form of it */
	POINTS_ASKING = -12,     /* fetches what is to be in it */
	POINTS_LEGACY = -25,
	POINTS_SLOT = -12,       /* nobody calls it by its name */
	POINTS_SCRIPT = -15
};

static void give(struct creators *c, struct member *m, int points, const char *why)
{
	if (points == 0)
		return;
	m->score += points;
	member_say(c->finder, m, NONE, 0, "%+d: %s", points, why);
}

static const char *const verbs[] = { "alloc", "allocate", "build", "construct", "create", "factory", "init", "make", "new", "open" };

static bool has_verb(struct str name)
{
	struct tokens t;

	tokens_split(name, &t);
	for (uint32_t i = 0; i < t.count; i++)
		for (size_t k = 0; k < ARRAY_LEN(verbs); k++)
			if (str_is(t.token[i], verbs[k]))
				return true;
	return false;
}

/* Without the endings that only say "this is a type". */
static struct str noun_of(struct creators *c, struct str product)
{
	struct str stem = stem_of(str_tail(product, ':'), c->arena), last = str_tail(stem, '_');

	return str_is(last, "t") || str_is(last, "s") || str_is(last, "struct") ? str_head(stem, '_') : stem;
}

static bool has_noun(struct creators *c, const struct family *fam, struct str name)
{
	return stem_within(noun_of(c, fam->product), stem_of(name, c->arena));
}

/*
 * In C++ everybody may call a public constructor: only who says that it makes
 * this very product, or whose class says that it is a factory of it, is more than another caller.
 */
bool is_named_maker(struct creators *c, struct str product, struct str function)
{
	static const char *const factories[] = { "factory", "builder", "creator", "maker", NULL };
	struct str last = str_tail(function, ':'), scope = str_slice(function, 0, function.len > last.len + 1 ? function.len - last.len - 2 : 0);

	if (!has_verb(last))
		return false;
	scope = str_tail(scope, ':');
	if (str_eq(scope, str_tail(product, ':')) || stem_within(noun_of(c, product), stem_of(last, c->arena)))
		return true;
	return name_has_word(scope, factories) && stem_within(noun_of(c, product), stem_of(scope, c->arena));
}

static bool is_home(const struct creators *c, const struct family *fam, file_id file)
{
	return file == fam->product_file || str_eq(path_stem(c->project->files[file].path), path_stem(c->project->files[fam->product_file].path));
}

static uint32_t log2_of(uint32_t n)
{
	uint32_t bits = 0;

	while (n >>= 1)
		bits++;
	return bits;
}

/* Where its body says that the product goes. */
static enum cflow flow_of(const struct cfunc *f, const struct member *m)
{
	for (uint32_t i = 0; i < f->alloc_count; i++)
		if (f->allocs[i].span.start == m->place.start)
			return f->allocs[i].flow;
	return CFLOW_RETURN;
}

static bool is_conditional(const struct cfunc *f)
{
	return f->condition != NONE && f->flags & CFUNC_CONDITIONAL;
}

static void score(struct creators *c, struct family *fam, struct member *m)
{
	const struct cfunc *f = cfunc_at(c, m->file, m->def);
	const struct name_ref *passers;
	uint32_t calls = caller_count(c, f->name), passed = table_find(&c->passers, f->name, &passers);
	bool is_external = !(f->flags & CFUNC_STATIC) || is_header(c->project->files[m->file].path) || f->flags & CFUNC_METHOD;
	const struct cfunc *face = is_external ? f : creators_face(c, m->file, f, flow_of(f, m));
	struct type_shape s = type_shape(f->returns);

	give(c, m, face ? POINTS_EXTERNAL : 0, is_external ? "others can call it" : "others get it by a function of its file");
	give(c, m, face && header_of(c, face->name) != NONE ? POINTS_HEADER : 0, is_external ? "a header declares it" : "a header declares that");
	give(c, m, (int)MIN(passed, 3u) * POINTS_DELEGATED, "others only call it");
	give(c, m, (int)MIN(log2_of(calls + 1) * 4, (unsigned)POINTS_CALLERS_MAX), "calls");
	give(c, m, has_verb(f->name) ? POINTS_VERB : 0, "its name says that it makes something");
	give(c, m, has_noun(c, fam, f->name) ? POINTS_NOUN : 0, "its name holds the product's");
	give(c, m, is_home(c, fam, m->file) ? POINTS_HOME : 0, "its file is the product's own");
	give(c, m, is_framework_name(c, f->name) ? POINTS_FRAMEWORK : 0, "the macro that defines its type names it");
	give(c, m, s.depth == 0 ? POINTS_OUT : 0, "gives it out by a parameter");
	give(c, m, is_reading(f->name) ? POINTS_READING : 0, "its name says that it reads one");
	give(c, m, is_asking(f) ? POINTS_ASKING : 0, "its name says that it looks for what is to be in it");
	give(c, m, is_conditional(f) ? POINTS_CONDITION : 0, "exists in some configurations only");
	give(c, m, is_conditional(f) && creators_is_left_out(c, m) ? POINTS_LEFT_OUT : 0, "no unit of the compile database has it");
	give(c, m, m->is_deprecated || name_is_legacy(f->name) ? POINTS_LEGACY : 0, "it says that it is deprecated or legacy");
	give(c, m, !is_external && calls == 0 ? POINTS_SLOT : 0, "nobody calls it by its name");
	give(c, m, c->project->files[m->file].roles & ROLE_SCRIPT ? POINTS_SCRIPT : 0, "it stands in a script");
}

/* "src/conn.c:conn_new" or "conn_new" */
bool is_named_member(const struct creators *c, struct str file, struct str name, const struct member *m)
{
	return str_eq(name, m->symbol) && (file.len == 0 || str_eq(file, c->project->files[m->file].path));
}

static bool is_forced(const struct creators *c, const struct member *m)
{
	const struct discover_options *o = c->finder->options;

	for (size_t i = 0; i < o->canonical_count; i++) {
		size_t colon = str_find(o->canonicals[i], ':');
		bool has_file = colon < o->canonicals[i].len && !(colon + 1 < o->canonicals[i].len && o->canonicals[i].ptr[colon + 1] == ':');

		if (is_named_member(c, has_file ? str_slice(o->canonicals[i], 0, colon) : STR(""),
				 has_file ? str_slice(o->canonicals[i], colon + 1, o->canonicals[i].len) : o->canonicals[i], m))
			return true;
	}
	for (size_t i = 0; i < o->config->family_count; i++)
		if (o->config->families[i].canonical_name.len &&
		    is_named_member(c, o->config->families[i].canonical_module, o->config->families[i].canonical_name, m))
			return true;
	return false;
}

static void declare(struct creators *c, struct family *fam, uint32_t best, uint32_t second)
{
	struct member *m = &fam->members.items[best];
	int margin = second == NONE ? 0 : m->score - fam->members.items[second].score;

	if (second != NONE && margin < MARGIN_MIN) {
		const struct member *s = &fam->members.items[second];

		fam->decision = arena_printf(c->arena, STR_FMT " and " STR_FMT " are level (%d to %d points); name one in canonry.yaml", STR_ARG(m->symbol),
					     STR_ARG(s->symbol), m->score, s->score);
		fam->confidence = 50;
		return;
	}
	fam->canonical = best;
	fam->confidence = second == NONE ? 95 : (unsigned)MIN(95, 60 + margin);
	m->class = CLASS_CANONICAL;
	m->confidence = fam->confidence;
	if (second == NONE)
		member_say(c->finder, m, m->file, m->span.line, "is the only one that makes it and gives it out");
}

void creators_elect(struct creators *c, struct family *fam)
{
	uint32_t best = NONE, second = NONE;

	for (uint32_t i = 0; i < fam->members.len; i++) {
		struct member *m = &fam->members.items[i];

		if (m->kind != MEMBER_FUNCTION || m->class != CLASS_COUNT)
			continue;
		if (is_forced(c, m)) {
			m->class = CLASS_CANONICAL;
			m->confidence = fam->confidence = 100;
			fam->canonical = i;
			member_say(c->finder, m, NONE, 0, "named as the canonical by the configuration");
			return;
		}
		score(c, fam, m);
		if (best == NONE || m->score > fam->members.items[best].score) {
			second = best;
			best = i;
		} else if (second == NONE || m->score > fam->members.items[second].score) {
			second = i;
		}
	}
	if (best != NONE)
		declare(c, fam, best, second);
}
