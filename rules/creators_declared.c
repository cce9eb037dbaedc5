/* What the user says of families of C and C++: canonicals and members that allocate nothing belong to them, too. */
#include "base/base.h"
#include "rules/creators.h"

/* What is to be looked into, though no maker is called so. */
void creators_declared_words(struct creators *c, struct word_list *words)
{
	const struct discover_options *o = c->finder->options;

	for (size_t i = 0; i < o->config->family_count; i++) {
		const struct config_family *x = &o->config->families[i];

		word_add(words, str_tail(x->canonical_name, ':'));
		for (size_t k = 0; k < x->member_count; k++)
			word_add(words, str_tail(x->members[k], ':'));
	}
	for (size_t i = 0; i < o->canonical_count; i++)
		word_add(words, str_tail(o->canonicals[i], ':'));
}

static bool is_passer(const struct creators *c, file_id file, uint32_t func)
{
	vec_foreach(struct name_ref, r, &c->passers.items)
		if (r->file == file && r->index == func)
			return true;
	return false;
}

/* A function is added as if it made the product: what it really does is its author's word. */
static void add_function(struct creators *c, struct family *fam, const struct name_ref *r)
{
	struct maker m = {
		.record = { fam->product_file, fam->product_record },
		.kin = { fam->product_file, fam->product_record },
		.file = r->file,
		.func = r->index,
		.flow = CFLOW_RETURN,
		.basis = BASIS_SYNTACTIC,
	};

	if (member_of_def(fam, r->file, r->index) != NONE)
		return;
	if (creators_counts(c, &m) || c->project->files[r->file].roles & ROLE_BACKUP)
		creators_add_maker(c, fam, &m);
}

/* The canonical itself, and what others have under its name. */
static void add_canonical(struct creators *c, struct family *fam, const struct config_family *x)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, str_tail(x->canonical_name, ':'), &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);
		bool is_it = str_eq(c->project->files[refs[i].file].path, x->canonical_module);

		if (str_eq(f->name, x->canonical_name) && (is_it || !(f->flags & (CFUNC_STATIC | CFUNC_INACTIVE))) &&
		    (is_it || !is_passer(c, refs[i].file, refs[i].index)))
			add_function(c, fam, &refs[i]);
	}
}

/* Those that only call another member are found as its wrappers. */
static void add_named(struct creators *c, struct family *fam, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, str_tail(name, ':'), &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);

		if (str_eq(f->name, name) && !(f->flags & CFUNC_INACTIVE) && !is_passer(c, refs[i].file, refs[i].index))
			add_function(c, fam, &refs[i]);
	}
}

static bool holds_canonical(const struct creators *c, const struct family *fam, const struct config_family *x)
{
	vec_foreach(struct member, m, &fam->members)
		if (x->canonical_name.len && is_named_member(c, x->canonical_module, x->canonical_name, m))
			return true;
	return false;
}

static bool is_meant(const struct creators *c, const struct family *fam, const struct config_family *x)
{
	return str_eq(fam->product, x->product) || holds_canonical(c, fam, x);
}

static void add_members(struct creators *c, struct family *fam, const struct config_family *x)
{
	add_canonical(c, fam, x);
	for (size_t i = 0; i < x->member_count; i++)
		add_named(c, fam, x->members[i]);
}

void creators_add_named(struct creators *c, struct family *fam)
{
	const struct config *config = c->finder->options->config;

	for (size_t i = 0; fam->is_declared && i < config->family_count; i++)
		if (is_meant(c, fam, &config->families[i]))
			add_members(c, fam, &config->families[i]);
}

/* --- Families that nothing but the user's word makes --- */

static bool is_name_of(const struct config_family *x, struct str name)
{
	for (size_t i = 0; i < x->member_count; i++)
		if (str_eq(x->members[i], name))
			return true;
	return str_eq(name, x->product) || str_eq(name, x->canonical_name);
}

static bool is_wanted(const struct creators *c, const struct config_family *x)
{
	const struct discover_options *o = c->finder->options;

	for (size_t i = 0; i < o->name_count; i++)
		if (is_name_of(x, o->names[i]))
			return true;
	for (size_t i = 0; i < o->canonical_count; i++)
		if (x->canonical_name.len && str_eq(str_tail(o->canonicals[i], ':'), str_tail(x->canonical_name, ':')))
			return true;
	return !c->finder->is_narrow;
}

static bool is_held(const struct creators *c, const struct config_family *x)
{
	vec_foreach(struct family, fam, &c->finder->out->items)
		if (fam->basis != BASIS_LINKED && is_meant(c, fam, x))
			return true;
	return false;
}

/* Its record, when it is one of this tree; else it is at home where its canonical is, or the first that is named. */
static void find_product(struct creators *c, struct family *fam, const struct config_family *x)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->records, x->product, &refs);

	fam->product = x->product;
	fam->product_file = project_find(c->project, x->canonical_module);
	for (uint32_t i = 0; i < count; i++) {
		if (!is_record_body(&cfacts_of(c, refs[i].file)->records[refs[i].index]))
			continue;
		fam->product_file = refs[i].file;
		fam->product_record = refs[i].index;
		return;
	}
	for (size_t i = 0; fam->product_file == NONE && i < x->member_count; i++)
		if (table_find(&c->funcs, str_tail(x->members[i], ':'), &refs) > 0)
			fam->product_file = refs[0].file;
}

static void seed(struct creators *c, const struct config_family *x)
{
	struct family fam = { .canonical = NONE, .product_def = NONE, .product_record = NONE, .is_factory = true, .is_declared = true };

	if (!is_wanted(c, x) || is_held(c, x))
		return;
	find_product(c, &fam, x);
	if (fam.product_file == NONE || !c->project->files[fam.product_file].creations)
		return;
	add_members(c, &fam, x);
	creators_add_family(c, &fam, true);
}

void creators_add_declared(struct creators *c)
{
	const struct discover_options *o = c->finder->options;

	for (size_t i = 0; i < o->config->family_count; i++)
		seed(c, &o->config->families[i]);
	for (size_t i = 0; i < o->canonical_count; i++) {
		size_t colon = str_find(o->canonicals[i], ':');
		struct config_family x = { .canonical_module = str_slice(o->canonicals[i], 0, colon) };

		if (colon + 1 >= o->canonicals[i].len || o->canonicals[i].ptr[colon + 1] == ':')
			continue;
		x.product = x.canonical_name = str_slice(o->canonicals[i], colon + 1, o->canonicals[i].len);
		seed(c, &x);
	}
}
