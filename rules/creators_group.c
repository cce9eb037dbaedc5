/* From the makers of one record to a family: is it governed, is it fragmented, who belongs to it. */
#include "base/base.h"
#include "rules/creators.h"

#include "base/strbuf.h"

#define NOT_COUNTED (ROLE_NOT_PRODUCTION | ROLE_GENERATED | ROLE_STUB)

/* What lies in .gitlab-ci and the like serves tools, not the program; deps/ and subprojects/ are other people's. */
static bool is_aside(struct str path)
{
	struct str part;

	while (str_next(&path, '/', &part))
		if ((part.len > 1 && part.ptr[0] == '.') || str_is(part, "deps") || str_is(part, "subprojects"))
			return true;
	return false;
}

/* Functions that another language calls: they make what it asks for. */
static bool is_glue(const struct creators *c, const struct maker *m)
{
	return str_starts(cfunc_at(c, m->file, m->func)->name, STR("Java_"));
}

bool creators_counts(const struct creators *c, const struct maker *m)
{
	return !is_for_tests(c->project->files[m->file].path) && !is_glue(c, m) && !is_aside(c->project->files[m->file].path) && !(c->project->files[m->file].roles & NOT_COUNTED);
}

struct census {
	uint32_t governors, roots;
	file_id first_root, first; /* files */
	bool roots_apart, apart;   /* in several files */
};

static void see_file(file_id file, file_id *first, bool *apart)
{
	if (*first == NONE)
		*first = file;
	*apart = *apart || *first != file;
}

static bool may_govern(struct creators *c, const struct maker *m, struct str product)
{
	return creators_governs(c, m->file, m->func, m->flow, m->record, product) != GOVERNS_NOT;
}

static struct census take_census(struct creators *c, const struct maker *makers, size_t count, struct str product)
{
	struct census n = { .first = NONE, .first_root = NONE };

	for (size_t i = 0; i < count; i++) {
		const struct maker *m = &makers[i];

		if (!creators_counts(c, m) || m->is_transformer || m->flow == CFLOW_LOCAL)
			continue;
		see_file(m->file, &n.first, &n.apart);
		if (!is_root(m) || m->is_slot)
			continue;
		see_file(m->file, &n.first_root, &n.roots_apart);
		n.roots++;
		n.governors += may_govern(c, m, product);
	}
	return n;
}

void creators_add_maker(struct creators *c, struct family *fam, const struct maker *m)
{
	const struct cfunc *f = cfunc_at(c, m->file, m->func);
	uint32_t i = member_add(c->finder, fam, is_root(m) ? MEMBER_FUNCTION : MEMBER_CALL, m->file, f->name, f->span, m->func);
	struct member *x = &fam->members.items[i];

	x->basis = m->basis;
	x->place = m->site < f->alloc_count ? f->allocs[m->site].span : f->span;
	x->made_file = m->record.file;
	x->made_def = NONE;
	x->is_deprecated = f->flags & CFUNC_DEPRECATED;
	x->is_production = x->is_production && creators_counts(c, m);
	x->is_slot = m->is_slot;
	if (c->project->files[m->file].roles & ROLE_BACKUP) {
		x->class = CLASS_BACKUP;
		x->confidence = 90;
	}
}

/* Overloads, instances of a template and arms of one #if are one function. */
static bool has_namesake(const struct family *fam, const struct creators *c, const struct maker *m)
{
	const struct cfunc *f = cfunc_at(c, m->file, m->func);

	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *x = &fam->members.items[i];

		if (x->file == m->file && str_eq(x->symbol, f->name) && cfacts_of(c, m->file)->is_cpp)
			return true;
	}
	return false;
}

static bool is_asked(const struct creators *c, const struct maker *makers, size_t count, struct str product)
{
	const struct discover_options *o = c->finder->options;

	for (size_t i = 0; i < o->name_count + o->canonical_count + o->config->family_count; i++) {
		struct str name = i < o->name_count				? o->names[i]
				  : i < o->name_count + o->canonical_count ? o->canonicals[i - o->name_count]
									   : o->config->families[i - o->name_count - o->canonical_count].product;

		if (c->finder->is_narrow && i >= o->name_count + o->canonical_count)
			continue;
		if (i >= o->name_count && i < o->name_count + o->canonical_count)
			name = str_tail(name, ':');
		if (str_eq(name, product))
			return true;
		for (size_t k = 0; k < count; k++)
			if (is_root(&makers[k]) && str_eq(name, cfunc_at(c, makers[k].file, makers[k].func)->name))
				return true;
	}
	return false;
}

/* `conn_init(struct conn *)`, `CONN_INIT`: whoever has the room may make one where it is needed. */
static bool is_made_in_place(struct creators *c, struct record_id record, struct str product)
{
	struct strbuf macro CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < product.len; i++)
		strbuf_addch(&macro, product.ptr[i] >= 'a' && product.ptr[i] <= 'z' ? (char)(product.ptr[i] & ~0x20) : product.ptr[i]);
	strbuf_addz(&macro, "_INIT");
	if (map_has(&c->initialisers, str_hash(strbuf_str(&macro))))
		return true;
	vec_foreach(struct name_ref, r, &c->inits.items)
		if (is_given_one(c, r->file, cfunc_at(c, r->file, r->index), record))
			return true;
	return false;
}

bool creators_seed(struct creators *c, const struct maker *makers, size_t count, struct family *fam)
{
	struct str product = product_name(c, makers[0].kin);
	struct census n = take_census(c, makers, count, product);
	bool is_governed = n.governors > 0, asked = is_asked(c, makers, count, product);

	fam->is_declared = asked;
	fam->product = product;
	fam->product_file = makers[0].kin.file;
	fam->product_record = makers[0].kin.index;
	if (n.roots == 0 || (!asked && (c->finder->is_narrow || !c->finder->options->config->discover)))
		return false;
	if (!asked && !(is_governed ? n.apart : n.roots_apart))
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct maker *m = &makers[i];

		if (m->is_transformer || m->flow == CFLOW_LOCAL || (!is_root(m) && !(is_governed && creators_counts(c, m))) || has_namesake(fam, c, m))
			continue;
		if (creators_counts(c, m) || c->project->files[m->file].roles & ROLE_BACKUP)
			creators_add_maker(c, fam, m);
	}
	return is_governed && !is_made_in_place(c, makers[0].kin, product);
}
