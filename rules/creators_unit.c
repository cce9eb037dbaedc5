/* Chooses translation units out of the compile database, has them parsed, and counts what could not be. */
#include "base/base.h"
#include "rules/creators_unit.h"

#include "analyzers/lang/c/clang_facts.h"
#include "analyzers/lang/c/clang_project.h"

#define READINGS_MAX 4 /* of one file, with different flags */

struct choice {
	struct creators *c;
	struct creator_units *u;
	VEC(struct clang_unit) units; /* of this round */
};

uint32_t creators_readings(const struct creator_units *u, file_id file, const struct unit_reading **ret)
{
	size_t low = 0, high = u->readings.len, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (u->readings.items[middle].file < file)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < u->readings.len && u->readings.items[end].file == file;)
		end++;
	*ret = &u->readings.items[low];
	return (uint32_t)(end - low);
}

/* --- Choosing --- */

static void take(struct choice *x, uint32_t entry)
{
	if (x->u->is_taken[entry])
		return;
	x->u->is_taken[entry] = true;
	vec_push(&x->units, clang_project_unit(&x->u->db.entries[entry], &x->u->arena));
}

static bool take_file(struct choice *x, file_id file)
{
	uint32_t first = 0, count = compdb_entries_of(&x->u->db, clang_project_path(x->c->project, file, &x->u->arena), &first);

	for (uint32_t i = 0; i < MIN(count, READINGS_MAX); i++)
		take(x, first + i);
	return count > 0;
}

/* A header is read by whoever includes it: the first that is built is enough. */
static bool take_includer(struct choice *x, file_id header)
{
	struct creators *c = x->c;

	for (uint32_t i = 0; i < c->file_count; i++)
		if (!is_header(c->project->files[c->files[i]].path) && sees(c, c->files[i], header) && take_file(x, c->files[i]))
			return true;
	return false;
}

static void add_gap(struct choice *x, struct str path, struct str reason)
{
	struct arena *a = x->c->arena;

	vec_push(&x->u->gaps, (struct semantic_gap){ arena_str(a, path), arena_str(a, reason) });
}

static void choose(struct choice *x, size_t first)
{
	const struct families *families = x->c->finder->out;
	struct map *seen = &x->u->is_seen;

	for (size_t i = first; i < families->items.len; i++) {
		vec_foreach(struct member, m, &families->items.items[i].members) {
			if (!m->is_production || map_has(seen, (uint64_t)m->file + 1))
				continue;
			map_set(seen, (uint64_t)m->file + 1, 0);
			if (take_file(x, m->file) || (is_header(x->c->project->files[m->file].path) && take_includer(x, m->file)))
				continue;
			x->u->cover->absent++;
			add_gap(x, x->c->project->files[m->file].path, STR("not in the compile database"));
		}
	}
}

/* --- Reading --- */

static void keep_unit(struct choice *x, const struct clang_unit *unit, const struct clang_unit_facts *facts)
{
	if (facts->outcome.status != CLANG_PARSED) {
		x->u->cover->failed++;
		add_gap(x, clang_project_relative(x->c->project, unit->path),
			arena_printf(&x->u->arena, "%s: " STR_FMT, clang_status_names[facts->outcome.status], STR_ARG(facts->outcome.message)));
		return;
	}
	x->u->cover->parsed++;
	for (uint32_t i = 0; i < facts->file_count; i++) {
		file_id file = map_get(&x->u->file_of, str_hash(clang_project_relative(x->c->project, facts->files[i].path)));

		if (file != NONE)
			vec_push(&x->u->readings, (struct unit_reading){ file, facts->files[i].facts });
	}
}

static int compare_readings(const void *a, const void *b)
{
	const struct unit_reading *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return (x->facts > y->facts) - (x->facts < y->facts);
}

/* A header that many units read alike is one reading. */
static void drop_repeated(struct creator_units *u)
{
	size_t kept = 0;

	vec_sort(&u->readings, compare_readings);
	for (size_t i = 0; i < u->readings.len; i++)
		if (kept == 0 || compare_readings(&u->readings.items[kept - 1], &u->readings.items[i]) != 0)
			u->readings.items[kept++] = u->readings.items[i];
	u->readings.len = kept;
}

static bool parse(struct choice *x, struct err *err)
{
	const struct discover_options *o = x->c->finder->options;
	struct clang_run run = { .root = x->c->project->root, .jobs = o->jobs, .cancel = o->cancel };
	struct clang_unit_facts *facts;

	run.overlay_count = clang_project_overlays(x->c->project, &x->u->arena, &run.overlays);
	if (!clang_facts_run(&run, x->units.items, (uint32_t)x->units.len, &x->u->arena, &facts, err))
		return false;
	for (size_t i = 0; i < x->units.len; i++)
		keep_unit(x, &x->units.items[i], &facts[i]);
	drop_repeated(x->u);
	return true;
}

/* --- All of it --- */

static void index_files(const struct creators *c, struct creator_units *u)
{
	for (uint32_t i = 0; i < c->file_count; i++)
		map_set(&u->file_of, str_hash(c->project->files[c->files[i]].path), c->files[i]);
}

static bool read_database(struct choice *x, struct err *err)
{
	bool ok = clang_project_database(x->c->project, &x->u->arena, &x->u->db, err);

	x->u->cover->database = arena_str(x->c->arena, clang_project_relative(x->c->project, x->u->db.path));
	return ok;
}

static bool read_units(struct choice *x, size_t first, struct err *err)
{
	struct str about;

	if (!x->u->is_taken) {
		if (!read_database(x, err))
			return false;
		x->u->is_taken = arena_array(&x->u->arena, bool, x->u->db.count + 1);
		index_files(x->c, x->u);
	}
	choose(x, first);
	return x->units.len > 0 && clang_is_usable(&x->u->arena, &about, err) && parse(x, err);
}

static void open_units(struct creators *c)
{
	if (c->units)
		return;
	c->units = arena_new(c->arena, struct creator_units);
	*c->units = (struct creator_units){ .cover = &c->finder->out->semantic };
}

bool creators_read_units(struct creators *c, size_t first)
{
	struct choice x = { .c = c };
	struct semantic_cover *cover;
	struct err err = { 0 };
	size_t known;
	bool ok;

	open_units(c);
	x.u = c->units;
	cover = x.u->cover;
	known = x.u->readings.len;
	ok = read_units(&x, first, &err) && x.u->readings.len > known;
	cover->why_not = arena_str(c->arena, str_from(err.message));
	cover->gaps = arena_copy(c->arena, x.u->gaps.items, x.u->gaps.len, sizeof(*cover->gaps));
	cover->gap_count = (uint32_t)x.u->gaps.len;
	vec_release(&x.units);
	return ok;
}

void creators_close_units(struct creators *c)
{
	if (!c->units)
		return;
	map_release(&c->units->file_of);
	map_release(&c->units->is_seen);
	vec_release(&c->units->readings);
	vec_release(&c->units->gaps);
	arena_release(&c->units->arena);
	c->units = NULL;
}
