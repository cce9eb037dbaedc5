/* What a compiler says of the makers: which record each really allocates, and what a wrapper really calls. */
#include "base/base.h"
#include "rules/creators.h"
#include "rules/creators_unit.h"

#include <ctype.h>

/* --- From a place to a record --- */

static bool split_place(struct str place, struct str root, struct str *ret_path, uint32_t *ret_offset)
{
	size_t colon = str_rfind(place, ':');
	uint32_t offset = 0;

	if (colon == place.len || !path_is_inside(str_slice(place, 0, colon), root))
		return false;
	for (size_t i = colon + 1; i < place.len; i++)
		offset = offset * 10 + (uint32_t)(place.ptr[i] - '0');
	*ret_path = str_slice(place, root.len + 1, colon);
	*ret_offset = offset;
	return true;
}

/* A body without a tag is at its keyword for the compiler, and at the typedef's name for us. */
static bool is_nearer(const struct crecord *r, uint32_t offset, struct str product, const struct crecord *best)
{
	if (r->kind != CRECORD_TYPEDEF || !is_record_body(r) || r->span.start < offset || !str_eq(record_name(r), type_shape(product).base))
		return false;
	return !best || r->span.start < best->span.start;
}

/* The body at an offset of a file; an index of NONE when none of those that we know stands there. */
static struct record_id record_at(const struct creators *c, file_id file, uint32_t offset, struct str product)
{
	const struct cfacts *facts = cfacts_of(c, file);
	const struct crecord *best = NULL;

	for (uint32_t i = 0; i < facts->record_count; i++) {
		const struct crecord *r = &facts->records[i];

		if (r->span.start == offset && record_name(r).len && is_record_body(r))
			return (struct record_id){ file, i };
		if (is_nearer(r, offset, product, best))
			best = r;
	}
	return (struct record_id){ file, best ? (uint32_t)(best - facts->records) : NONE };
}

/* A file of NONE: no file of C that was read, as a system header or a generated one. */
static struct record_id record_of_place(const struct creators *c, const struct calloc_site *seen)
{
	struct str path;
	uint32_t offset;
	file_id file;

	if (!split_place(seen->place, c->project->root, &path, &offset))
		return (struct record_id){ NONE, NONE };
	file = map_get(&c->units->file_of, str_hash(path));
	return file == NONE ? (struct record_id){ NONE, NONE } : record_at(c, file, offset, seen->product);
}

/* Bodies of one name in one file are arms of an #if: the configuration chose, the record is one. */
static bool is_one_record(const struct creators *c, struct record_id a, struct record_id b)
{
	return same_record(a, b) || (a.file == b.file && str_eq(record_name(crecord_at(c, a)), record_name(crecord_at(c, b))));
}

/* --- What was read of a function --- */

/* A compiler points to the last part of a qualified name: to "create" of "Lamp::create". */
static bool is_at(struct span seen, uint32_t start, uint32_t end)
{
	return seen.start >= start && seen.start < end;
}

static const struct cfunc *seen_func(const struct cfacts *facts, const struct cfunc *f)
{
	for (uint32_t i = 0; i < facts->func_count; i++)
		if (is_at(facts->funcs[i].span, f->span.start, f->span.end) && !(facts->funcs[i].flags & CFUNC_MACRO_MADE))
			return &facts->funcs[i];
	return NULL;
}

static const struct calloc_site *seen_site(const struct cfacts *facts, const struct cfunc *f, const struct calloc_site *site)
{
	const struct cfunc *seen = seen_func(facts, f);

	for (uint32_t i = 0; seen && i < seen->alloc_count; i++)
		if (is_at(seen->allocs[i].span, site->span.start, site->span.start + (uint32_t)MAX(site->callee.len, 1u)))
			return &seen->allocs[i];
	return NULL;
}

/* --- Judging --- */

struct judgement {
	struct record_id other; /* what it makes instead */
	bool is_confirmed, is_same, is_other;
	bool is_doubted; /* ... by a unit with errors */
};

/*
 * Another record of the same name is what only a compiler can tell apart. Where the names differ, sizeof and variable may
 * say different things, and so may we: only what the function itself returns decides.
 */
static bool is_surely_other(const struct creators *c, const struct maker *m, const struct calloc_site *seen, const struct cfunc *func)
{
	struct crecord named = { .name = type_shape(seen->product).base };

	if (str_eq(str_tail(record_name(&named), ':'), str_tail(record_name(crecord_at(c, m->record)), ':')))
		return true;
	return is_root(m) && seen->flow <= CFLOW_OUT && str_eq(func->product_place, seen->place);
}

static size_t next_letter(struct str s, size_t i)
{
	while (i < s.len && s.ptr[i] == '_')
		i++;
	return i;
}

/* "g_conn_get_type" is asked for a GConn, as the framework wants its names to be. */
static bool is_type_of(struct str function, struct str product)
{
	static const struct str ending = STR_INIT("_get_type");
	size_t i = 0, k = 0;

	if (!str_ends(function, ending))
		return false;
	function.len -= ending.len;
	for (;; i++, k++) {
		i = next_letter(function, i);
		k = next_letter(product, k);
		if (i == function.len || k == product.len)
			return i == function.len && k == product.len;
		if (tolower((unsigned char)function.ptr[i]) != tolower((unsigned char)product.ptr[k]))
			return false;
	}
}

static void confirm(const struct maker *m, const struct calloc_site *seen, struct judgement *j)
{
	j->is_same = true;
	j->is_confirmed |= !seen->is_array && (is_root(m) ? seen->flow <= CFLOW_OUT : seen->flow <= CFLOW_STORE);
}

static void judge_reading(struct creators *c, const struct maker *m, const struct unit_reading *reading, struct judgement *j)
{
	const struct cfacts *facts = reading->facts;
	const struct cfunc *f = cfunc_at(c, m->file, m->func);
	const struct calloc_site *seen = seen_site(facts, f, &f->allocs[m->site]);
	struct record_id id;

	if (seen && seen->place.len == 0 && is_type_of(seen->product, product_name(c, m->record)))
		confirm(m, seen, j);
	if (!seen || seen->place.len == 0)
		return;
	id = record_of_place(c, seen);
	if (id.index != NONE && is_one_record(c, id, m->record)) {
		confirm(m, seen, j);
		return;
	}
	if (!is_surely_other(c, m, seen, seen_func(facts, f)))
		return;
	j->is_doubted |= reading->has_errors;
	if (reading->has_errors)
		return;
	/* Of several others the first in the tree. */
	if (!j->is_other || id.file < j->other.file || (id.file == j->other.file && id.index < j->other.index))
		j->other = id;
	j->is_other = true;
}

static void move(struct creators *c, struct maker *m, struct record_id record)
{
	m->record = record;
	if (record.index == NONE)
		m->record.file = NONE;
	else if (is_given_one(c, m->file, cfunc_at(c, m->file, m->func), record))
		m->is_transformer = true;
	m->kin = m->record;
	if (c->units->db)
		m->basis = BASIS_SEMANTIC;
	c->units->cover->moved++;
}

/* Readings under several sets of flags may differ: one that agrees with us is enough to leave it where it is. */
static void judge(struct creators *c, struct maker *m)
{
	struct judgement j = { .other = { NONE, NONE } };
	const struct unit_reading *readings;
	uint32_t count = creators_readings(c->units, m->file, &readings);

	for (uint32_t i = 0; i < count; i++)
		judge_reading(c, m, &readings[i], &j);
	if (j.is_confirmed && !j.is_other) {
		if (c->units->db)
			m->basis = BASIS_SEMANTIC;
		c->units->cover->confirmed++;
	}
	c->units->cover->doubted += j.is_doubted && !j.is_same;
	if (j.is_other && !j.is_same)
		move(c, m, j.other);
}

static bool is_same_maker(const struct maker *a, const struct maker *b)
{
	return same_record(a->record, b->record) && a->file == b->file && a->func == b->func;
}

/* Out go those that make nothing of this tree, and a function's second entry for one record. */
static void tidy(struct creators *c)
{
	size_t kept = 0;

	creators_sort_makers(c);
	for (size_t i = 0; i < c->makers.len; i++)
		if (c->makers.items[i].record.file != NONE && (kept == 0 || !is_same_maker(&c->makers.items[kept - 1], &c->makers.items[i])))
			c->makers.items[kept++] = c->makers.items[i];
	c->makers.len = kept;
}

void creators_judge(struct creators *c)
{
	vec_foreach(struct maker, m, &c->makers)
		judge(c, m);
	tidy(c);
}

bool creators_is_left_out(const struct creators *c, const struct member *m)
{
	const struct unit_reading *readings;
	uint32_t count = c->units && c->units->db ? creators_readings(c->units, m->file, &readings) : 0;

	for (uint32_t i = 0; i < count; i++)
		if (readings[i].has_errors || seen_func(readings[i].facts, cfunc_at(c, m->file, m->def)))
			return false;
	return count > 0;
}

/* --- Wrappers --- */

/* By the only identity that holds across units. */
static struct str usr_of(const struct creators *c, const struct member *m)
{
	const struct unit_reading *readings;
	uint32_t count = creators_readings(c->units, m->file, &readings);

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *seen = seen_func(readings[i].facts, cfunc_at(c, m->file, m->def));

		if (seen && seen->usr.len)
			return seen->usr;
	}
	return (struct str){ 0 };
}

static bool calls(const struct creators *c, const struct member *m, struct str usr)
{
	const struct unit_reading *readings;
	uint32_t count = creators_readings(c->units, m->file, &readings);

	for (uint32_t i = 0; i < count; i++) {
		const struct cfunc *seen = seen_func(readings[i].facts, cfunc_at(c, m->file, m->def));

		for (uint32_t k = 0; seen && k < seen->call_count; k++)
			if (str_eq(seen->calls[k].usr, usr))
				return true;
	}
	return false;
}

void creators_confirm_wrappers(const struct creators *c, struct family *fam)
{
	vec_foreach(struct member, m, &fam->members) {
		struct str usr;

		if (!c->units || !c->units->db || m->class != CLASS_WRAPPER || m->kind != MEMBER_FUNCTION || m->target == NONE || m->def == NONE)
			continue;
		if (fam->members.items[m->target].basis != BASIS_SEMANTIC)
			continue;
		usr = usr_of(c, &fam->members.items[m->target]);
		if (usr.len && calls(c, m, usr))
			m->basis = BASIS_SEMANTIC;
	}
}
