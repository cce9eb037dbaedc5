/* The classes of C functions that make what the canonical makes: copies, bypasses, and those that are meant to differ. */
#include "base/base.h"
#include "rules/creators.h"

#define CHOOSER_POINTS 20
#define CHOICES_MIN 3   /* makers that one function chooses from */
#define LIKE_PERCENT 20 /* from which a body does what another one does */
#define LIKE_TOKENS_MIN 60 /* of a body; all small ones are alike */

static void set_class(struct member *m, enum member_class class, unsigned confidence)
{
	m->class = class;
	m->confidence = confidence;
}

const struct cfunc *member_func(const struct creators *c, const struct member *m)
{
	return cfunc_at(c, m->file, m->def);
}

unsigned likeness(const struct cfunc *a, const struct cfunc *b)
{
	struct detail x = { .token_count = a->token_count, .shingles = a->shingles, .shingle_count = a->shingle_count };
	struct detail y = { .token_count = b->token_count, .shingles = b->shingles, .shingle_count = b->shingle_count };

	return MIN(similarity(&x, &y), 100u);
}

bool same_body(const struct cfunc *a, const struct cfunc *b)
{
	return a->token_count > 0 && a->body_hash == b->body_hash && a->token_count == b->token_count;
}

static bool same_type(struct creators *c, file_id file_a, struct str a, file_id file_b, struct str b)
{
	struct type_shape x = type_shape(a), y = type_shape(b);
	struct record_id r, s;

	if (x.depth == y.depth && str_eq(x.base, y.base))
		return true;
	r = record_of_type(c, file_a, x.base, &x.depth);
	s = record_of_type(c, file_b, y.base, &y.depth);
	return r.file != NONE && same_record(r, s) && x.depth == y.depth;
}

bool same_signature(struct creators *c, const struct member *a, const struct member *b)
{
	const struct cfunc *f = member_func(c, a), *g = member_func(c, b);

	if (f->param_count != g->param_count || !same_type(c, a->file, f->returns, b->file, g->returns))
		return false;
	for (uint32_t i = 0; i < f->param_count; i++)
		if (!same_type(c, a->file, f->params[i].type, b->file, g->params[i].type))
			return false;
	return true;
}

/* --- Rivals --- */

static const struct calloc_site no_site;

/* The allocation that a member stands for; an empty one where it has none. */
static const struct calloc_site *site_of(const struct creators *c, const struct member *m)
{
	const struct cfunc *f = member_func(c, m);
	uint32_t site = 0;

	while (site + 1 < f->alloc_count && f->allocs[site].span.start != m->place.start)
		site++;
	return site < f->alloc_count ? &f->allocs[site] : &no_site;
}

static void say_makes(struct creators *c, const struct family *fam, struct member *m)
{
	if (site_of(c, m)->span.start != m->place.start) {
		member_say(c->finder, m, m->file, m->span.line, "makes " STR_FMT ", the configuration says", STR_ARG(fam->product));
		return;
	}
	member_say(c->finder, m, m->file, m->place.line, "allocates " STR_FMT " itself, with " STR_FMT, STR_ARG(fam->product), STR_ARG(site_of(c, m)->callee));
}

/* C++: what the function says that it gives: often a base of what it makes. */
static struct str given_type(const struct cfunc *f)
{
	struct type_shape s = type_shape(f->returns);

	for (uint32_t i = 0; s.depth == 0 && i < f->param_count; i++) {
		struct type_shape p = type_shape(f->params[i].type);

		if (p.depth > 1)
			s = p;
	}
	return s.depth > 0 ? s.base : STR("");
}

static bool is_second_maker(struct creators *c, const struct family *fam, const struct member *m, const struct member *canonical)
{
	struct str given = given_type(member_func(c, m));

	if (!same_signature(c, m, canonical))
		return false;
	return !cfacts_of(c, m->file)->is_cpp || is_named_maker(c, fam->product, m->symbol) || (given.len && is_named_maker(c, given, m->symbol));
}

/* It sets other properties than the canonical does: that could not be called instead. */
static bool sets_others(const struct creators *c, const struct member *m, const struct member *canonical)
{
	struct str rest = site_of(c, m)->properties, own = site_of(c, canonical)->properties, name;

	if (rest.len == 0)
		return false;
	while (str_next(&rest, ',', &name)) {
		struct str others = own, other;

		while (str_next(&others, ',', &other))
			if (str_eq(name, other))
				return false;
	}
	return true;
}

static void classify_root(struct creators *c, struct family *fam, struct member *m, const struct member *canonical)
{
	const struct cfunc *f = member_func(c, m), *g = member_func(c, canonical);
	unsigned alike = likeness(f, g);
	const char *reason = variant_reason(c, fam, m, canonical, alike);

	m->similarity = alike;
	if (!reason && are_twins(c, m, canonical))
		member_say(c->finder, m, is_built(c, m->file) ? canonical->file : m->file, 1, "no build lists this file: it is no alternative to one that is linked");
	if (reason) {
		set_class(m, CLASS_VARIANT, 80);
		member_say(c->finder, m, m->file, m->span.line, "%s", reason);
	} else if (same_body(f, g)) {
		set_class(m, CLASS_DUPLICATE, 95);
		m->similarity = 100;
		member_say(c->finder, m, canonical->file, canonical->span.line, "its body is that of " STR_FMT ", token by token", STR_ARG(canonical->symbol));
	} else if (m->made_file != canonical->made_file) {
		set_class(m, CLASS_NEAR_DUPLICATE, 80);
		member_say(c->finder, m, canonical->file, canonical->span.line, "is copied together with its struct: the functions around both have the same names");
	} else if (alike >= NEAR_PERCENT) {
		set_class(m, CLASS_NEAR_DUPLICATE, 85);
		member_say(c->finder, m, canonical->file, canonical->span.line, "%u %% of its body stands in " STR_FMT ", too", alike, STR_ARG(canonical->symbol));
	} else if (!sets_others(c, m, canonical)) {
		set_class(m, is_second_maker(c, fam, m, canonical) ? CLASS_DUPLICATE : CLASS_BYPASS, 80);
		say_makes(c, fam, m);
		if (m->class == CLASS_DUPLICATE)
			member_say(c->finder, m, m->file, m->span.line, "takes and returns the same types as " STR_FMT, STR_ARG(canonical->symbol));
	}
	m->is_independent = m->class == CLASS_DUPLICATE || m->class == CLASS_NEAR_DUPLICATE;
}

static void classify_call(struct creators *c, struct family *fam, struct member *m, const struct member *canonical)
{
	if (m->file == canonical->file || is_own_file(c, fam, m) || are_link_time(c, m, canonical) || are_platforms(c, m, canonical) ||
	    sets_others(c, m, canonical))
		return;
	set_class(m, CLASS_BYPASS, 75);
	say_makes(c, fam, m);
}

/* Whom the others are compared with: the canonical, or the best of those that are level. */
static const struct member *reference(const struct family *fam)
{
	const struct member *best = fam->canonical == NONE ? NULL : &fam->members.items[fam->canonical];

	for (uint32_t i = 0; fam->canonical == NONE && i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];

		if (m->kind == MEMBER_FUNCTION && m->class == CLASS_COUNT && (!best || m->score > best->score))
			best = m;
	}
	return best;
}

/* Of several that were level, one may be left when the others turned out to be variants. */
static void settle(struct creators *c, struct family *fam, uint32_t first)
{
	uint32_t rivals = 0;

	vec_foreach(struct member, m, &fam->members)
		rivals += m->is_independent;
	if (fam->canonical != NONE)
		return;
	if (rivals > 0) {
		set_class(&fam->members.items[first], CLASS_DUPLICATE, 80);
		say_makes(c, fam, &fam->members.items[first]);
	} else {
		fam->canonical = first;
		fam->confidence = 70;
		fam->decision = (struct str){ 0 };
		set_class(&fam->members.items[first], CLASS_CANONICAL, 70);
	}
}

static void sweep(struct family *fam)
{
	uint32_t kept = 0, canonical = NONE;

	for (uint32_t i = 0; i < fam->members.len; i++) {
		if (fam->members.items[i].class == CLASS_COUNT) {
			vec_release(&fam->members.items[i].evidence);
			continue;
		}
		if (i == fam->canonical)
			canonical = kept;
		fam->members.items[kept++] = fam->members.items[i];
	}
	fam->members.len = kept;
	fam->canonical = canonical;
}

/* How many different roots a function gives back what they made; those become variants when it is told to. */
static uint32_t choose(struct creators *c, struct family *fam, file_id file, const struct cfunc *f, bool marks)
{
	uint32_t count = 0;

	vec_foreach(struct member, m, &fam->members) {
		bool is_called = false;

		for (uint32_t k = 0; m->kind == MEMBER_FUNCTION && m->file != file && k < f->call_count && !is_called; k++)
			is_called = f->calls[k].flow <= CFLOW_OUT && str_eq(f->calls[k].callee, m->symbol);
		count += is_called;
		if (!is_called || !marks || m->class != CLASS_COUNT)
			continue;
		set_class(m, CLASS_VARIANT, 85);
		member_say(c->finder, m, file, f->span.line, "is one of several that " STR_FMT " chooses from", STR_ARG(f->name));
	}
	return count;
}

/* Takes and returns what one that is chosen does, though nobody chooses it here: another of the kind. */
static bool is_of_the_kind(struct creators *c, const struct family *fam, const struct member *m)
{
	if (is_reading(m->symbol))
		return true;
	vec_foreach(struct member, x, &fam->members)
		if (x->class == CLASS_VARIANT && same_signature(c, m, x))
			return true;
	return false;
}

static void add_chooser(struct creators *c, struct family *fam, file_id file, uint32_t func)
{
	const struct cfunc *f = cfunc_at(c, file, func);
	uint32_t known = member_of_def(fam, file, func), i = known;

	vec_foreach(struct member, m, &fam->members) {
		if (m->class != CLASS_COUNT || m->kind != MEMBER_FUNCTION || (m->file == file && m->def == func) || !is_of_the_kind(c, fam, m))
			continue;
		set_class(m, CLASS_VARIANT, 75);
		member_say(c->finder, m, file, f->span.line, "is of the same kind as those that " STR_FMT " chooses from", STR_ARG(f->name));
	}
	if (known == NONE) {
		i = member_add(c->finder, fam, MEMBER_FUNCTION, file, f->name, f->span, func);
		fam->members.items[i].basis = BASIS_SYNTACTIC;
		fam->members.items[i].made_file = fam->product_file;
	}
	fam->members.items[i].score += CHOOSER_POINTS;
	member_say(c->finder, &fam->members.items[i], NONE, 0, "%+d: chooses among several that make it", CHOOSER_POINTS);
}

/* A function that chooses among several: they are one interface, whichever file each stands in, and it is its face. */
void creators_find_chooser(struct creators *c, struct family *fam)
{
	for (uint32_t i = 0; fam->members.len >= CHOICES_MIN && i < c->file_count; i++) {
		const struct cfacts *facts = cfacts_of(c, c->files[i]);

		for (uint32_t k = 0; k < facts->func_count; k++) {
			if (facts->funcs[k].call_count < CHOICES_MIN || choose(c, fam, c->files[i], &facts->funcs[k], false) < CHOICES_MIN)
				continue;
			choose(c, fam, c->files[i], &facts->funcs[k], true);
			add_chooser(c, fam, c->files[i], k);
			return;
		}
	}
}

/* C++: what is made by its constructor more often than anybody asks the factory has a convenience, not a factory. */
static bool is_convenience(const struct creators *c, const struct family *fam, const struct member *canonical)
{
	uint32_t made = 0;

	vec_foreach(struct member, m, &fam->members)
		made += m->class == CLASS_BYPASS;
	return cfacts_of(c, canonical->file)->is_cpp && !fam->is_declared && made > MAX(caller_count(c, canonical->symbol), 2u);
}

/* It makes none itself, but calls those that do. */
static bool is_chooser(const struct creators *c, const struct member *m)
{
	return member_func(c, m)->alloc_count == 0;
}

static enum governing governing_of(struct creators *c, const struct family *fam, const struct member *m)
{
	struct record_id record = { fam->product_file, fam->product_record };

	if (fam->is_declared || is_chooser(c, m))
		return GOVERNS;
	return creators_governs(c, m->file, m->def, site_of(c, m)->flow, record, fam->product);
}

/* The canonical's name promises nothing: only what does as one of its file does could call that. */
static bool is_like_any(const struct creators *c, const struct family *fam, const struct member *m, file_id file)
{
	unsigned best = 0;

	if (member_func(c, m)->token_count < LIKE_TOKENS_MIN)
		return false;
	vec_foreach(struct member, x, &fam->members)
		if (x->file == file && x->kind == MEMBER_FUNCTION && x != m)
			best = MAX(best, likeness(member_func(c, m), member_func(c, x)));
	return best >= LIKE_PERCENT;
}

static void drop_ungoverned(struct creators *c, struct family *fam, const struct member *against, enum governing governing)
{
	vec_foreach(struct member, m, &fam->members) {
		if (m->class != CLASS_BYPASS || governing == GOVERNS)
			continue;
		if (governing == GOVERNS_NOT || m->kind != MEMBER_FUNCTION || !is_like_any(c, fam, m, against->file))
			m->class = CLASS_COUNT;
	}
}

void creators_classify(struct creators *c, struct family *fam, bool is_governed)
{
	const struct member *against = reference(fam);

	if (!against)
		return;
	vec_foreach(struct member, m, &fam->members) {
		if (m == against || m->class != CLASS_COUNT)
			continue;
		if (m->kind == MEMBER_FUNCTION)
			classify_root(c, fam, m, against);
		else
			classify_call(c, fam, m, against);
	}
	is_governed = is_governed && !is_convenience(c, fam, against);
	drop_ungoverned(c, fam, against, is_governed ? governing_of(c, fam, against) : GOVERNS_NOT);
	settle(c, fam, (uint32_t)(against - fam->members.items));
	vec_foreach(struct member, winner, &fam->members) {
		if (winner->class == CLASS_CANONICAL || (fam->canonical == NONE && winner == against))
			winner->is_independent = true;
		if (winner->class == CLASS_BYPASS)
			winner->kind = MEMBER_CALL;
	}
	sweep(fam);
}
