/* Families of C and C++ that `--family` names though nothing allocates under that name: an accessor, a type that is handed out. */
#include "base/base.h"
#include "rules/creators.h"

#define ACCESSORS_MAX 50 /* of one type */

static bool is_held(const struct creators *c, struct str name)
{
	vec_foreach(struct family, fam, &c->finder->out->items) {
		if (str_eq(fam->product, name))
			return true;
		vec_foreach(struct member, m, &fam->members)
			if (m->symbol.len && is_scoped_name(m->symbol, name))
				return true;
	}
	return false;
}

static bool add(struct creators *c, struct family *fam, file_id file, uint32_t func)
{
	struct record_id record = { fam->product_file, fam->product_record };
	struct maker m = { .record = record, .kin = record, .file = file, .func = func, .flow = CFLOW_RETURN, .basis = BASIS_SYNTACTIC };

	if (member_of_def(fam, file, func) != NONE || !creators_counts(c, &m))
		return false;
	creators_add_maker(c, fam, &m);
	return true;
}

/* --- A function --- */

/* What it gives out, as far as it says: a record of this tree or of others; else the function stands for what it sets up. */
static void find_product(struct creators *c, struct family *fam, file_id file, const struct cfunc *f)
{
	struct type_shape shape = type_shape(f->returns);
	unsigned depth = shape.depth;
	struct record_id record = record_of_type(c, file, shape.base, &depth);

	fam->product_file = file;
	fam->product_record = NONE;
	fam->product = depth > 0 || str_ends(f->returns, STR("&")) ? without_keyword(shape.base) : str_tail(f->name, ':');
	if (record.file != NONE && (depth > 0 || str_ends(f->returns, STR("&")))) {
		fam->product_file = record.file;
		fam->product_record = record.index;
		fam->product = product_name(c, record);
	} else if (str_is(fam->product, "void") || str_is(fam->product, "char")) {
		fam->product = str_tail(f->name, ':');
	}
}

/* Less is nearer to what is asked for: no method, in few scopes, and others can call it. */
static unsigned distance(const struct cfunc *f)
{
	unsigned scopes = 0;

	for (size_t i = 0; i < f->name.len; i++)
		scopes += f->name.ptr[i] == ':';
	return (f->flags & CFUNC_METHOD ? 1000 : 0) + 2 * scopes + (f->flags & CFUNC_STATIC ? 1 : 0);
}

static const struct cfunc *find_function(const struct creators *c, const struct name_ref *refs, uint32_t count, struct str name)
{
	const struct cfunc *best = NULL;

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);

		if (is_scoped_name(f->name, name) && !(f->flags & CFUNC_INACTIVE) && (!best || distance(f) < distance(best)))
			best = f;
	}
	return best;
}

static bool seed_function(struct creators *c, struct family *fam, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->funcs, str_tail(name, ':'), &refs);
	const struct cfunc *wanted = find_function(c, refs, count, name);

	for (uint32_t i = 0; wanted && i < count; i++) {
		const struct cfunc *f = cfunc_at(c, refs[i].file, refs[i].index);

		if (!str_eq(f->name, wanted->name) || (f->flags ^ wanted->flags) & CFUNC_STATIC || f->flags & CFUNC_INACTIVE)
			continue;
		if (fam->product.len == 0)
			find_product(c, fam, refs[i].file, f);
		add(c, fam, refs[i].file, refs[i].index);
	}
	return fam->members.len > 0;
}

/* --- A type --- */

static bool takes_one(const struct cfunc *f, struct str product)
{
	for (uint32_t i = 0; i < f->param_count; i++)
		if (is_scoped_name(without_keyword(type_shape(f->params[i].type).base), product))
			return true;
	return false;
}

/* Is it one of those that hand the type out, to whoever asks? */
static bool hands_out(const struct cfunc *f, struct str product)
{
	struct type_shape shape = type_shape(f->returns);

	if (shape.depth != 1 && !(shape.depth == 0 && str_ends(f->returns, STR("&"))))
		return false;
	return is_scoped_name(without_keyword(shape.base), product) && !takes_one(f, product) && !(f->flags & (CFUNC_INACTIVE | CFUNC_VIRTUAL));
}

static void add_accessors(struct creators *c, struct family *fam, file_id file, bool wants_parameters)
{
	const struct cfacts *facts = cfacts_of(c, file);

	for (uint32_t i = 0; i < facts->func_count && fam->members.len < ACCESSORS_MAX; i++)
		if ((facts->funcs[i].param_count > 0) == wants_parameters && hands_out(&facts->funcs[i], fam->product) && add(c, fam, file, i) && fam->members.len > 1) {
			vec_last(&fam->members)->class = CLASS_ACCESSOR;
			vec_last(&fam->members)->confidence = 70;
		}
}

/* Whoever gives it out without being told for whom stands first; the others are ways to it, and no copies. */
static bool seed_type(struct creators *c, struct family *fam, struct str name)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->records, str_tail(name, ':'), &refs), i = 0;

	while (i < count && !(is_record_body(&cfacts_of(c, refs[i].file)->records[refs[i].index]) &&
			      is_scoped_name(record_name(&cfacts_of(c, refs[i].file)->records[refs[i].index]), name)))
		i++;
	if (i == count)
		return false;
	fam->product_file = refs[i].file;
	fam->product_record = refs[i].index;
	fam->product = str_tail(product_name(c, (struct record_id){ refs[i].file, refs[i].index }), ':');
	for (unsigned wants_parameters = 0; wants_parameters < 2; wants_parameters++)
		for (uint32_t k = 0; k < c->file_count; k++)
			add_accessors(c, fam, c->files[k], wants_parameters);
	return fam->members.len > 0;
}

/* --- What is asked for --- */

void creators_add_asked(struct creators *c)
{
	const struct discover_options *o = c->finder->options;

	for (size_t i = 0; i < o->name_count; i++) {
		struct family fam = { .canonical = NONE, .product_def = NONE, .product_record = NONE, .is_factory = true, .is_declared = true };
		struct str name = without_keyword(o->names[i]);

		if (is_held(c, name))
			continue;
		if (seed_type(c, &fam, name) || seed_function(c, &fam, name))
			creators_add_family(c, &fam, true);
	}
}
