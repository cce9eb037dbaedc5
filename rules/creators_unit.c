/* Chooses translation units out of the compile database, has them parsed, and counts what could not be. */
#include "base/base.h"
#include "base/bisect.h"
#include "rules/creators_unit.h"

#include "analyzers/lang/c/clang_facts.h"
#include "analyzers/lang/c/clang_memory.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/path.h"

#define READINGS_MAX 4 /* of one file, with different flags */
#define GUESSED_MAX 400 /* units, in all */

struct choice {
	struct creators *c;
	struct creator_units *u;
	VEC(struct clang_unit) units; /* of this round */
};

uint32_t creators_readings(const struct creator_units *u, file_id file, const struct unit_reading **ret)
{
	size_t at, end;

	bisect(at, u->readings.len, u->readings.items[at].file < file);
	for (end = at; end < u->readings.len && u->readings.items[end].file == file;)
		end++;
	*ret = &u->readings.items[at];
	return (uint32_t)(end - at);
}

/* --- Choosing --- */

static void take(struct choice *x, uint32_t entry)
{
	if (x->u->is_taken[entry])
		return;
	x->u->is_taken[entry] = true;
	vec_push(&x->units, clang_project_unit(&x->u->db->entries[entry], &x->u->arena));
}

static bool take_guessed(struct choice *x, file_id file)
{
	if (is_header(x->c->project->files[file].path) || x->u->is_guessed.len >= GUESSED_MAX)
		return false;
	if (map_add(&x->u->is_guessed, (uint64_t)file + 1, 0))
		vec_push(&x->units, creators_guess(x->c, file));
	return true;
}

static bool take_file(struct choice *x, file_id file)
{
	uint32_t first = 0, count;

	if (!x->u->db)
		return take_guessed(x, file);
	count = compdb_entries_of(x->u->db, clang_project_path(x->c->project, file, &x->u->arena), &first);
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

/* Of other trees in the same database nothing is said. */
static void take_all(struct choice *x)
{
	for (uint32_t i = 0; x->u->db && i < x->u->db->count; i++)
		if (path_is_inside(x->u->db->entries[i].real, x->c->project->root))
			take(x, i);
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
			add_gap(x, x->c->project->files[m->file].path, x->u->db ? STR("not in the compile database") : STR("no unit includes it"));
		}
	}
}

/* --- Reading --- */

static bool is_usable(const struct choice *x, enum clang_status status)
{
	return status == CLANG_PARSED || (!x->u->db && status == CLANG_HAS_ERRORS);
}

static void keep_unit(struct choice *x, const struct clang_unit *unit, const struct clang_unit_facts *facts)
{
	enum clang_status status = facts->outcome.status;

	if (!is_usable(x, status)) {
		x->u->cover->failed++;
		add_gap(x, clang_project_relative(x->c->project, unit->path),
			arena_printf(&x->u->arena, "%s: " STR_FMT, clang_status_names[status], STR_ARG(facts->outcome.message)));
		return;
	}
	x->u->cover->parsed++;
	x->u->cover->erroneous += status == CLANG_HAS_ERRORS;
	for (uint32_t i = 0; i < facts->file_count; i++) {
		file_id file = map_get(&x->u->file_of, str_hash(clang_project_relative(x->c->project, facts->files[i].path)));

		if (file != NONE)
			vec_push(&x->u->readings, (struct unit_reading){ file, facts->files[i].facts, status == CLANG_HAS_ERRORS });
	}
}

static int compare_readings(const void *a, const void *b)
{
	const struct unit_reading *x = a, *y = b;

	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	if (x->facts != y->facts)
		return x->facts < y->facts ? -1 : 1;
	return (int)x->has_errors - (int)y->has_errors;
}

static bool is_same_reading(const struct unit_reading *a, const struct unit_reading *b)
{
	return a->file == b->file && a->facts == b->facts;
}

/* A header that many units read alike is one reading. */
static void drop_repeated(struct creator_units *u)
{
	size_t kept = 0;

	vec_sort(&u->readings, compare_readings);
	for (size_t i = 0; i < u->readings.len; i++)
		if (kept == 0 || !is_same_reading(&u->readings.items[kept - 1], &u->readings.items[i]))
			u->readings.items[kept++] = u->readings.items[i];
	u->readings.len = kept;
}

static bool parse(struct choice *x, struct err *err)
{
	const struct discover_options *o = x->c->finder->options;
	struct clang_run run = { .root = x->c->project->root, .jobs = o->jobs, .cancel = o->cancel };
	struct clang_unit_facts *facts;
	struct clang_memory memory;

	run.overlay_count = clang_project_overlays(x->c->project, &x->u->arena, &run.overlays);
	if (x->c->project->options->use_cache) {
		creators_open_memory(x->c, &memory);
		run.memory = &memory;
	}
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

static void open_units(struct creators *c)
{
	const struct compdb *db = c->finder->options->database;
	struct creator_units *u;

	if (c->units)
		return;
	c->units = u = arena_new(c->arena, struct creator_units);
	*u = (struct creator_units){ .cover = &c->finder->out->semantic };
	index_files(c, u);
	if (db && db->count) {
		u->db = db;
		u->is_taken = arena_array(&u->arena, bool, db->count);
	}
	u->cover->is_guessed = !u->db;
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
	choose(&x, first);
	if (c->finder->options->is_full)
		take_all(&x);
	ok = x.units.len > 0 && parse(&x, &err) && x.u->readings.len > known;
	if (err.message[0])
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
	map_release(&c->units->is_guessed);
	map_release(&c->units->is_seen);
	map_release(&c->units->content_of);
	vec_release(&c->units->contents);
	vec_release(&c->units->readings);
	vec_release(&c->units->gaps);
	arena_release(&c->units->arena);
	c->units = NULL;
}
