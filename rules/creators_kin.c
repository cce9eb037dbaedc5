/* Copied code that brought its own struct along: two records of one name are one product when their makers are one text once. */
#include "base/base.h"
#include "rules/creators.h"

#define COPY_PERCENT 8 /* of the smaller maker's shingles: names decide, so that only what is wholly different is left out */
#define SHARED_MIN 3    /* functions of the same names in both files, the maker among them */

static struct str last_name(const struct creators *c, struct record_id id)
{
	struct str name = str_tail(record_name(crecord_at(c, id)), ':');

	while (name.len > 1 && name.ptr[0] == '_') /* `typedef struct _Conn Conn` */
		name = str_slice(name, 1, name.len);
	return name;
}

static bool defines(const struct cfacts *facts, struct str name)
{
	for (uint32_t i = 0; i < facts->func_count; i++)
		if (str_eq(facts->funcs[i].name, name))
			return true;
	return false;
}

/* Functions about the product that both files define. */
static uint32_t shared_functions(const struct creators *c, file_id a, file_id b, struct str product)
{
	const struct cfacts *facts = cfacts_of(c, a), *others = cfacts_of(c, b);
	uint32_t count = 0;

	for (uint32_t i = 0; i < facts->func_count; i++)
		count += names_product(facts->funcs[i].name, product) && defines(others, facts->funcs[i].name);
	return count;
}

static bool may_be_copied(const struct creators *c, const struct maker *m)
{
	return is_root(m) && !m->is_slot && !is_header(c->project->files[m->file].path) && creators_counts(c, m);
}

static bool is_copy(const struct creators *c, const struct maker *a, const struct maker *b)
{
	const struct cfunc *f = cfunc_at(c, a->file, a->func), *g = cfunc_at(c, b->file, b->func);
	struct str product = last_name(c, a->record);

	return a->file != b->file && str_eq(f->name, g->name) && !same_record(a->record, b->record) && str_eq(product, last_name(c, b->record)) &&
	       may_be_copied(c, a) && may_be_copied(c, b) && names_product(f->name, product) && likeness(f, g) >= COPY_PERCENT && shared_functions(c, a->file, b->file, product) >= SHARED_MIN;
}

static void adopt(struct creators *c, struct record_id record, struct record_id kin)
{
	vec_foreach(struct maker, m, &c->makers)
		if (same_record(m->record, record))
			m->kin = kin;
}

/* A maker's name leads to the few that could be its copy. */
static void find_copies(struct creators *c, size_t at)
{
	const struct maker *a = &c->makers.items[at];
	const struct name_ref *refs;
	bool has_namesake = table_find(&c->funcs, cfunc_at(c, a->file, a->func)->name, &refs) > 1;

	for (size_t i = at + 1; has_namesake && is_root(a) && i < c->makers.len; i++) {
		struct maker *b = &c->makers.items[i];

		if (same_record(b->kin, b->record) && is_copy(c, a, b))
			adopt(c, b->record, a->kin);
	}
}

void creators_find_kin(struct creators *c)
{
	for (size_t i = 0; i < c->makers.len; i++)
		find_copies(c, i);
	creators_sort_makers(c);
}
