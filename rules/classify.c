/* The classes of those that lost the election: copies, rivals, variants; and which bypasses count. */
#include "base/base.h"
#include "rules/finder.h"

#define NEAR_PERCENT 50    /* of the smaller body's shingles, from which a duplicate is a diverged copy */
#define OVERLAP_NEAR 60    /* of a class' public methods */

/* Words of a name that say what kind, or from what. */
static const char *const variant_words[] = { "async", "by", "cached", "custom", "default", "dummy", "for", "from", "in", "local",
					     "mock", "noop", "null", "remote", "simple", "sync", "temp", "temporary", "test", "testing", "using", "via", "with" };

static void set_class(struct member *m, enum member_class class, unsigned confidence)
{
	m->class = class;
	m->confidence = confidence;
}

static bool has_variant_word(struct str name, struct str canonical)
{
	struct tokens t, c;

	tokens_split(name, &t);
	tokens_split(canonical, &c);
	for (uint32_t i = 0; i < t.count; i++) {
		bool in_canonical = false, is_word = false;

		for (uint32_t k = 0; k < c.count; k++)
			in_canonical |= str_eq(t.token[i], c.token[k]);
		for (size_t k = 0; k < ARRAY_LEN(variant_words); k++)
			is_word |= str_is(t.token[i], variant_words[k]);
		if (is_word && !in_canonical)
			return true;
	}
	return false;
}

/* Both in arms of one statement: one is chosen when the module loads. */
static bool are_arms(const struct finder *f, const struct member *a, const struct member *b)
{
	const struct outline *o = &f->project->files[a->file].outline;
	uint32_t x = o->defs[a->def].block, y;

	if (a->file != b->file)
		return false;
	y = o->defs[b->def].block;
	return x != NONE && y != NONE && x != y && o->blocks[x].group == o->blocks[y].group;
}

static const char *variant_reason(struct finder *f, const struct member *m, const struct member *canonical)
{
	if (are_arms(f, m, canonical))
		return "one of the arms of a condition: only one of them exists at run time";
	if (m->kind == MEMBER_CLASS && !m->is_deprecated && share_base(f, m, canonical))
		return "shares a base class with the canonical: two implementations of one interface";
	if (are_parallel(f, m, canonical))
		return "stands in the same place of a parallel tree: one of several by design";
	if (has_variant_word(m->symbol, canonical->symbol))
		return "its name says that it is another kind";
	if (m->file == canonical->file && !str_eq(m->symbol, canonical->symbol))
		return "stands in the canonical's own module under another name: part of its interface";
	return NULL;
}

/* What a rival makes, when that is a class of this project. */
static const struct value *product_of_candidate(const struct finder *f, const struct member *m)
{
	uint32_t c = map_get(&f->candidate_of, map_pair(m->file, m->def));
	const struct value *v = c == NONE ? NULL : &f->candidates.items[c].product;

	return v && v->kind == VALUE_INSTANCE ? v : NULL;
}

static void classify_rival(struct finder *f, struct family *fam, struct member *m)
{
	const struct member *c = fam->canonical == NONE ? NULL : &fam->members.items[fam->canonical];
	const struct detail *own = detail_at(f, m->file, m->def), *other = c && c->def != NONE ? detail_at(f, c->file, c->def) : NULL;
	unsigned alike = similarity(own, other), overlap = 0;
	const char *reason = c ? variant_reason(f, m, c) : NULL;

	const struct value *made = product_of_candidate(f, m);

	if (c && m->kind == MEMBER_CLASS && c->kind == MEMBER_CLASS)
		overlap = method_overlap(f, m->file, m->def, c->file, c->def);
	m->similarity = MIN(alike, 100u);
	if (own && other && own->body_hash == other->body_hash && own->token_count > 0) {
		set_class(m, CLASS_DUPLICATE, 97);
		m->similarity = 100;
		member_say(f, m, c->file, c->span.line, "its body is the canonical's, token by token");
	} else if (reason && alike < NEAR_PERCENT) {
		set_class(m, CLASS_VARIANT, 75);
		member_say(f, m, m->file, m->span.line, "%s", reason);
	} else if (alike >= NEAR_PERCENT || overlap >= OVERLAP_NEAR) {
		set_class(m, CLASS_NEAR_DUPLICATE, alike >= NEAR_PERCENT ? 90 : 75);
		if (alike >= NEAR_PERCENT)
			member_say(f, m, c->file, c->span.line, "%u %% of its body stands in the canonical's too", alike);
		if (overlap >= OVERLAP_NEAR)
			member_say(f, m, c->file, c->span.line, "%u %% of its public methods are the canonical's, by name", overlap);
	} else {
		set_class(m, CLASS_DUPLICATE, fam->product_def == NONE ? 65 : 85);
		if (made && !(made->file == fam->product_file && made->def == fam->product_def))
			member_say(f, m, made->file, def_at(f, made->file, made->def)->span.line, "creates " STR_FMT " under the same claim",
				   STR_ARG(def_at(f, made->file, made->def)->name));
		else if (fam->product_def != NONE && fam->is_factory)
			member_say(f, m, fam->product_file, def_at(f, fam->product_file, fam->product_def)->span.line,
				   c ? "creates " STR_FMT " on its own, without the canonical" : "creates " STR_FMT " on its own", STR_ARG(fam->product));
		else
			member_say(f, m, m->file, m->span.line, "is an implementation of its own under the family's name");
	}
	m->is_independent = m->class == CLASS_DUPLICATE || m->class == CLASS_NEAR_DUPLICATE;
}

static bool has_namesake(const struct family *fam, const struct member *m)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *x = &fam->members.items[i];

		if (x != m && x->kind == m->kind && x->is_production && (x->class == CLASS_COUNT || x->class == CLASS_CANONICAL) && str_eq(x->symbol, m->symbol))
			return true;
	}
	return false;
}

/* A rival that creates something else and has nothing in common was grouped by its name alone. */
static bool is_unrelated(struct finder *f, const struct family *fam, const struct member *m)
{
	struct value v;

	if (!fam->is_factory || fam->product_def == NONE)
		return false;
	if (has_namesake(fam, m))
		return false; /* the same name for another product is the worst kind of rival */
	v = m->kind == MEMBER_CLASS ? product_of_class(f, m->file, m->def, stem_of(fam->product, f->arena)) : product_of_function(f, m->file, m->def);
	return v.kind == VALUE_INSTANCE && !(v.file == fam->product_file && v.def == fam->product_def) &&
	       !str_eq(def_at(f, v.file, v.def)->name, fam->product) && member_of_def(fam, v.file, v.def) == NONE;
}

/* --- Bypasses --- */

static bool has_keeper(const struct family *fam)
{
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].is_keeper)
			return true;
	return false;
}

/* Does the canonical make the product, or does it only look one up? */
static bool makes_product(struct finder *f, const struct family *fam, const struct member *c)
{
	struct value v;

	if (c->kind != MEMBER_FUNCTION)
		return true;
	v = product_of_function(f, c->file, c->def);
	return !v.is_stored && v.maker_def != NONE;
}

/* One strategy among several makes its product its own way: it is not the way. */
static bool is_strategy(struct finder *f, const struct member *c)
{
	const struct detail *d = c->kind == MEMBER_CLASS ? detail_at(f, c->file, c->def) : NULL;

	for (uint32_t i = 0; d && i < d->base_count; i++) {
		struct target t = link_dotted(f->link, c->file, NONE, d->bases[i]);
		const struct detail *base = t.kind == TARGET_DEF ? detail_at(f, t.file, t.index) : NULL;

		if (base && base->flags & BODY_ABSTRACT)
			return true;
	}
	return false;
}

/* The instance that a module makes when it loads, for its own accessor to hand out. */
static bool is_the_kept_one(const struct family *fam, const struct member *m)
{
	for (uint32_t i = 0; m->def == NONE && i < fam->members.len; i++) {
		const struct member *x = &fam->members.items[i];

		if (x->file == m->file && (x->class == CLASS_ACCESSOR || x->class == CLASS_CONFIGURATOR))
			return true;
	}
	return false;
}

/* What builds the factory itself is a bypass only where somebody keeps the one that is shared; a script is its own somebody. */
static bool counts_as_bypass(struct finder *f, const struct family *fam, const struct member *m)
{
	const struct member *c = fam->canonical == NONE ? NULL : &fam->members.items[fam->canonical];

	if (!c)
		return false;
	if (m->target == NONE && (m->made_file != fam->product_file || m->made_def != fam->product_def))
		return false;
	if (m->target != NONE && is_the_kept_one(fam, m))
		return false;
	if (m->target != NONE)
		return has_keeper(fam) && m->target == fam->canonical && !(f->project->files[m->file].roles & ROLE_SCRIPT);
	/* Beside a function that is the factory, its own module may build. */
	return !is_data_class(f, fam->product_file, fam->product_def) && makes_product(f, fam, c) && (fam->is_declared || !is_strategy(f, c)) && !(c->file == m->file && c->kind == MEMBER_FUNCTION);
}

/* A product that is built directly more often than anybody asks the factory has a convenience, not a factory. */
static bool is_convenience(const struct family *fam)
{
	uint32_t calls = 0, asked = 0;

	if (fam->is_declared || fam->canonical == NONE)
		return false;
	for (uint32_t i = 0; i < fam->members.len; i++)
		calls += fam->members.items[i].class == CLASS_BYPASS && fam->members.items[i].target == NONE;
	for (uint32_t i = 0; i < fam->importers.len; i++)
		asked += fam->importers.items[i].member != NONE;
	return calls > MAX(asked, 2u);
}

static void classify_call(struct finder *f, const struct family *fam, struct member *m)
{
	const struct member *built = m->target == NONE ? NULL : &fam->members.items[m->target];

	m->confidence = 90;
	if (built)
		member_say(f, m, m->file, m->place.line, "builds another " STR_FMT " beside the one that is handed out", STR_ARG(built->symbol));
	else
		member_say(f, m, m->file, m->place.line, "calls " STR_FMT "() itself", STR_ARG(fam->product));
}

/* Drop members that turned out to be none; targets are renumbered. */
static void sweep(struct finder *f, struct family *fam)
{
	uint32_t *moved = arena_array(f->arena, uint32_t, fam->members.len + 1), kept = 0;

	for (uint32_t i = 0; i < fam->members.len; i++) {
		moved[i] = fam->members.items[i].class == CLASS_COUNT ? NONE : kept;
		if (moved[i] != NONE)
			fam->members.items[kept++] = fam->members.items[i];
		else
			vec_release(&fam->members.items[i].evidence);
	}
	fam->members.len = kept;
	for (uint32_t i = 0; i < kept; i++)
		if (fam->members.items[i].target != NONE)
			fam->members.items[i].target = moved[fam->members.items[i].target];
	for (uint32_t i = 0; i < fam->importers.len; i++)
		if (fam->importers.items[i].member != NONE)
			fam->importers.items[i].member = moved[fam->importers.items[i].member];
	if (fam->canonical != NONE)
		fam->canonical = moved[fam->canonical];
}

/* Names that the configuration takes out of the family. */
static bool is_ignored(const struct finder *f, const struct family *fam, const struct member *m)
{
	const struct config *config = f->options->config;

	for (size_t i = 0; i < config->family_count; i++)
		for (size_t k = 0; str_eq(config->families[i].product, fam->product) && k < config->families[i].ignore_count; k++)
			if (str_eq(config->families[i].ignore[k], str_tail(m->symbol, '.')))
				return true;
	return false;
}

/* What leads to something that is no member is none either. */
static void drop_followers(struct family *fam)
{
	bool changed = true;

	while (changed) {
		changed = false;
		vec_foreach(struct member, m, &fam->members) {
			if (m->target == NONE || m->class == CLASS_COUNT || fam->members.items[m->target].class != CLASS_COUNT)
				continue;
			m->class = CLASS_COUNT;
			changed = true;
		}
	}
}

#define LAST_CONFIDENCE 60 /* that the only one left is the canonical, after a draw with what turned out to be none */

/* When a draw ends because the others turned out to be no rivals, the one that is left has won. */
static void settle_draw(struct finder *f, struct family *fam)
{
	uint32_t left = NONE, count = 0;

	for (uint32_t i = 0; i < fam->members.len; i++) {
		if (!fam->members.items[i].is_independent || !fam->members.items[i].is_production)
			continue;
		left = i;
		count++;
	}
	if (fam->canonical != NONE || count != 1)
		return;
	fam->canonical = left;
	fam->confidence = LAST_CONFIDENCE;
	fam->decision = (struct str){ 0 };
	set_class(&fam->members.items[left], CLASS_CANONICAL, LAST_CONFIDENCE);
	member_say(f, &fam->members.items[left], NONE, 0, "is the only one left after a draw");
}

void family_classify(struct finder *f, struct family *fam)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		struct member *m = &fam->members.items[i];

		if (is_ignored(f, fam, m)) {
			m->class = CLASS_COUNT;
			continue;
		}
		if (m->is_stranger)
			m->class = CLASS_COUNT;
		if (m->class == CLASS_COUNT && (m->is_stranger || is_unrelated(f, fam, m)))
			continue;
		if (m->class == CLASS_COUNT)
			classify_rival(f, fam, m);
	}
	bool convenience = is_convenience(fam);
	for (uint32_t i = 0; i < fam->members.len; i++) {
		struct member *m = &fam->members.items[i];

		if (m->class != CLASS_BYPASS)
			continue;
		if (counts_as_bypass(f, fam, m) && !(m->target == NONE && convenience))
			classify_call(f, fam, m);
		else
			m->class = CLASS_COUNT;
	}
	drop_followers(fam);
	settle_draw(f, fam);
	if (fam->canonical != NONE)
		fam->members.items[fam->canonical].is_independent = true;
	sweep(f, fam);
}
