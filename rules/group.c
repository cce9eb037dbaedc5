/* Groups: which candidates create one product. */
#include "base/base.h"
#include "rules/finder.h"

#include <stdlib.h>

#define COPY_PERCENT 60      /* shared shingles from which two bodies count as copies of each other */
#define BLIND_PERCENT 85     /* ... when nothing is known of what they make */
#define OVERLAP_PERCENT 50   /* shared public methods from which two classes of one name claim one job */

uint32_t group_root(struct finder *f, uint32_t candidate)
{
	struct candidate *all = f->candidates.items;

	while (all[candidate].parent != candidate) {
		all[candidate].parent = all[all[candidate].parent].parent;
		candidate = all[candidate].parent;
	}
	return candidate;
}

/* The smaller index is the root, so that the result does not depend on the order of joins. */
static void join(struct finder *f, uint32_t a, uint32_t b)
{
	uint32_t x = group_root(f, a), y = group_root(f, b);

	f->candidates.items[MAX(x, y)].parent = MIN(x, y);
}

/* A handler of requests or a command answers somebody, a fixture serves tests, an overload only says a signature. */
static bool is_something_else(const struct finder *f, const struct candidate *c)
{
	const struct detail *d = detail_at(f, c->file, c->def);

	return !d || d->flags & (BODY_ROUTE | BODY_FIXTURE | BODY_OVERLOAD);
}

/* Is there a factory class of the same stem? Then the function may hand on what that makes. */
static bool is_of_class(const struct finder *f, const struct candidate *c)
{
	vec_foreach(const struct candidate, other, &f->candidates)
		if (other->is_kept && def_at(f, other->file, other->def)->kind == DEF_CLASS && stem_ends(c->claim.stem, other->claim.stem))
			return true;
	return false;
}

/* To get something that is no object of this project is to look it up, not to create it. */
static bool is_lookup(const struct finder *f, const struct candidate *c)
{
	return c->claim.claim == CLAIM_GET && !c->claim.of_factory && !c->is_named && c->product.kind != VALUE_INSTANCE &&
	       def_at(f, c->file, c->def)->kind == DEF_FUNCTION && !is_of_class(f, c);
}

/* Errors are made where they are raised. */
static bool is_error(const struct finder *f, const struct value *v)
{
	struct str name;

	if (v->kind != VALUE_INSTANCE)
		return false;
	name = def_at(f, v->file, v->def)->name;
	return str_ends(name, STR("Error")) || str_ends(name, STR("Exception")) || str_ends(name, STR("Warning"));
}

static void find_products(struct finder *f)
{
	vec_foreach(struct candidate, c, &f->candidates) {
		if (!c->is_kept)
			continue;
		c->is_kept = !is_something_else(f, c);
		if (!c->is_kept)
			continue;
		c->product = def_at(f, c->file, c->def)->kind == DEF_CLASS ? product_of_class(f, c->file, c->def, c->claim.stem)
									   : product_of_function(f, c->file, c->def);
		c->is_kept = !is_error(f, &c->product) && !is_lookup(f, c);
	}
}

static uint32_t candidate_at(const struct finder *f, file_id file, uint32_t def)
{
	return def == NONE ? NONE : map_get(&f->candidate_of, map_pair(file, def));
}

/* The candidate that a value is, is an instance of, or was given by (a method counts for its class). */
static uint32_t candidate_of_value(const struct finder *f, const struct value *v)
{
	if (v->kind == VALUE_INSTANCE || v->kind == VALUE_DEF)
		return candidate_at(f, v->file, v->def);
	return NONE;
}

static uint32_t candidate_of_maker(const struct finder *f, const struct value *v)
{
	uint32_t found;

	if (v->maker_def == NONE)
		return NONE;
	found = candidate_at(f, v->maker_file, v->maker_def);
	return found != NONE ? found : candidate_at(f, v->maker_file, def_at(f, v->maker_file, v->maker_def)->parent);
}

/* In one module, the same last noun says enough. */
static bool share_noun(const struct candidate *a, const struct candidate *b)
{
	return a->file == b->file && str_eq(str_tail(a->claim.stem, '_'), str_tail(b->claim.stem, '_'));
}

static bool stems_related(const struct candidate *a, const struct candidate *b)
{
	return stem_within(a->claim.stem, b->claim.stem) || stem_within(b->claim.stem, a->claim.stem);
}

/*
 * A function that gives back a factory, or what a factory made for it,
 * belongs to that factory; and so does one that says so by its name
 * (get_engine_factory) or by the name of what it hands on (x.get_engine()).
 */
static void join_delegates(struct finder *f, uint32_t i, const struct map *class_of_stem)
{
	struct candidate *c = &f->candidates.items[i];
	const struct detail *d = detail_at(f, c->file, c->def);
	const struct details *all = &f->project->files[c->file].details;
	uint32_t other = candidate_of_value(f, &c->product);

	if (other != NONE && other != i && stems_related(c, &f->candidates.items[other]))
		join(f, i, other);
	other = candidate_of_maker(f, &c->product);
	if (other != NONE && other != i && (stems_related(c, &f->candidates.items[other]) || share_noun(c, &f->candidates.items[other])))
		join(f, i, other);
	other = c->claim.of_factory ? map_get(class_of_stem, str_hash(c->claim.stem)) : NONE;
	if (other != NONE)
		join(f, i, other);
	for (uint32_t k = 0; d && c->product.kind == VALUE_UNKNOWN && k < d->use_count; k++) {
		const struct use *u = &all->uses[d->first_use + k];
		struct claim_name said;

		if (u->kind != USE_CALL || !(u->is_returned || u->target.len) || str_find(u->name, '.') == u->name.len)
			continue;
		said = name_claim(str_tail(u->name, '.'), DEF_FUNCTION, f->arena);
		other = said.claim == CLAIM_NONE ? NONE : map_get(class_of_stem, str_hash(said.stem));
		if (other != NONE && stem_ends(c->claim.stem, said.stem))
			join(f, i, other);
	}
}

/* Factory classes by stem, for names that say which factory they mean; one word alone says too little. */
static void index_classes(struct finder *f, struct map *ret)
{
	for (uint32_t i = 0; i < f->candidates.len; i++) {
		const struct candidate *c = &f->candidates.items[i];

		if (c->is_kept && def_at(f, c->file, c->def)->kind == DEF_CLASS && str_find(c->claim.stem, '_') < c->claim.stem.len)
			map_add(ret, str_hash(c->claim.stem), i);
	}
}

/* A class keeps what it stores in its methods: `self._delegate = EngineFactory()`. */
static void join_class(struct finder *f, uint32_t i)
{
	struct candidate *c = &f->candidates.items[i];
	const struct outline *o = &f->project->files[c->file].outline;
	const struct details *all = &f->project->files[c->file].details;
	const struct detail *own = detail_at(f, c->file, c->def);

	for (uint32_t b = 0; own && b < own->base_count; b++) {
		struct target t = link_dotted(f->link, c->file, NONE, own->bases[b]);
		uint32_t other = t.kind == TARGET_DEF ? candidate_at(f, t.file, t.index) : NONE;
		if (other != NONE && other != i && stems_related(c, &f->candidates.items[other]))
			join(f, i, other);
	}
	for (uint32_t m = c->def + 1; m < o->def_count && o->defs[m].span.start < o->defs[c->def].end; m++) {
		const struct detail *d = detail_at(f, c->file, m);

		for (uint32_t k = 0; d && k < d->use_count; k++) {
			const struct use *u = &all->uses[d->first_use + k];
			if (u->kind != USE_CALL || !str_starts(u->target, STR("self.")))
				continue;
			struct value v = value_of_call(f, c->file, u);
			uint32_t other = candidate_of_maker(f, &v);
			if (other != NONE && other != i && stems_related(c, &f->candidates.items[other]))
				join(f, i, other);
		}
	}
}

/* user_print_job and remote_print_job end in the same two words. */
static bool ends_alike(struct str a, struct str b)
{
	struct str x = str_head(a, '_'), y = str_head(b, '_');

	return x.len && y.len && str_eq(str_tail(a, '_'), str_tail(b, '_')) && str_eq(str_tail(x, '_'), str_tail(y, '_'));
}

/* Does a candidate's name claim its product by name: create_engine -> Engine, UserEngine? */
static bool names_product(struct finder *f, const struct candidate *c)
{
	struct str made;

	if (c->product.kind != VALUE_INSTANCE)
		return false;
	made = stem_of(def_at(f, c->product.file, c->product.def)->name, f->arena);
	return stem_ends(made, c->claim.stem) || stem_ends(c->claim.stem, made) || ends_alike(made, c->claim.stem);
}

static int compare_by_product(const void *a, const void *b, void *context)
{
	const struct candidate *all = ((struct finder *)context)->candidates.items;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	if (all[x].product.file != all[y].product.file)
		return all[x].product.file < all[y].product.file ? -1 : 1;
	if (all[x].product.def != all[y].product.def)
		return all[x].product.def < all[y].product.def ? -1 : 1;
	return x < y ? -1 : x > y;
}

/* One product, and names of which one holds the other: current_user and dev_user are two jobs, user is both. */
static void join_products(struct finder *f)
{
	VEC(uint32_t) order = { 0 };
	const struct candidate *all = f->candidates.items;

	for (uint32_t i = 0; i < f->candidates.len; i++)
		if (all[i].is_kept && names_product(f, &all[i]))
			vec_push(&order, i);
	if (order.len > 1)
		qsort_r(order.items, order.len, sizeof(*order.items), compare_by_product, f);
	for (size_t i = 0; i < order.len; i++) {
		const struct candidate *x = &all[order.items[i]];

		for (size_t k = i + 1; k < order.len; k++) {
			const struct candidate *y = &all[order.items[k]];

			if (x->product.file != y->product.file || x->product.def != y->product.def)
				break;
			if (stems_related(x, y))
				join(f, order.items[i], order.items[k]);
		}
	}
	vec_release(&order);
}

/* A factory beside its product, in a module from which nobody takes it: that module's own affair. */
static bool is_private_pair(struct finder *f, const struct candidate *c)
{
	const struct import_ref *refs;
	uint32_t count = link_importers_of_name(f->link, def_at(f, c->file, c->def)->name, &refs);

	if (c->product.file != c->file)
		return false;
	for (uint32_t i = 0; i < count; i++) {
		struct target t = link_import(f->link, refs[i].file, refs[i].import, refs[i].n);

		if (t.kind == TARGET_DEF && t.file == c->file && t.index == c->def)
			return false;
	}
	return true;
}

/* A name of several words that its product bears too: PrintJobFactory makes some kind of PrintJob. */
static bool claims_by_name(struct finder *f, const struct candidate *c)
{
	return str_find(c->claim.stem, '_') < c->claim.stem.len &&
	       stem_within(c->claim.stem, stem_of(def_at(f, c->product.file, c->product.def)->name, f->arena));
}

/* Two definitions of one name that say the same job in different places. */
static bool is_same_job(struct finder *f, const struct candidate *a, const struct candidate *b)
{
	const struct def *x = def_at(f, a->file, a->def), *y = def_at(f, b->file, b->def);
	const struct detail *dx = detail_at(f, a->file, a->def), *dy = detail_at(f, b->file, b->def);
	bool known = a->product.kind == VALUE_INSTANCE && b->product.kind == VALUE_INSTANCE, differ;

	if (x->kind != y->kind || !str_eq(x->name, y->name))
		return false;
	/* What a private function makes of strings and rows is its module's own affair. */
	if (!known && x->kind == DEF_FUNCTION && name_is_private(x->name))
		return false;
	differ = known && (a->product.file != b->product.file || a->product.def != b->product.def);
	if (differ && (is_private_pair(f, a) || is_private_pair(f, b)))
		return false;
	if (similarity(dx, dy) >= (a->product.kind == VALUE_UNKNOWN && x->kind != DEF_CLASS ? BLIND_PERCENT : COPY_PERCENT))
		return true;
	if (x->kind == DEF_CLASS && known && claims_by_name(f, a) && claims_by_name(f, b))
		return true;
	if (differ)
		return str_eq(def_at(f, a->product.file, a->product.def)->name, def_at(f, b->product.file, b->product.def)->name);
	if (x->kind != DEF_CLASS)
		return false;
	return known || method_overlap(f, a->file, a->def, b->file, b->def) >= OVERLAP_PERCENT ||
	       method_overlap(f, b->file, b->def, a->file, a->def) >= OVERLAP_PERCENT;
}

static int compare_by_name(const void *a, const void *b, void *context)
{
	struct finder *f = context;
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	struct candidate *all = f->candidates.items;
	int order = str_cmp(def_at(f, all[x].file, all[x].def)->name, def_at(f, all[y].file, all[y].def)->name);

	return order ? order : x < y ? -1 : x > y;
}

static void join_names(struct finder *f)
{
	VEC(uint32_t) order = { 0 };

	for (uint32_t i = 0; i < f->candidates.len; i++)
		if (f->candidates.items[i].is_kept)
			vec_push(&order, i);
	if (order.len > 1)
		qsort_r(order.items, order.len, sizeof(*order.items), compare_by_name, f);
	for (size_t i = 0; i < order.len; i++) {
		struct candidate *a = &f->candidates.items[order.items[i]];

		for (size_t k = i + 1; k < order.len; k++) {
			struct candidate *b = &f->candidates.items[order.items[k]];
			if (!str_eq(def_at(f, a->file, a->def)->name, def_at(f, b->file, b->def)->name))
				break;
			if (is_same_job(f, a, b))
				join(f, order.items[i], order.items[k]);
		}
	}
	vec_release(&order);
}

void group_candidates(struct finder *f)
{
	struct map class_of_stem = { 0 };

	find_products(f);
	index_classes(f, &class_of_stem);
	for (uint32_t i = 0; i < f->candidates.len; i++) {
		const struct candidate *c = &f->candidates.items[i];

		if (!c->is_kept)
			continue;
		if (def_at(f, c->file, c->def)->kind == DEF_CLASS)
			join_class(f, i);
		else
			join_delegates(f, i, &class_of_stem);
	}
	map_release(&class_of_stem);
	join_products(f);
	join_names(f);
}
