/* The database's units, opened when first asked for, and what is asked of them. */
#include "base/base.h"
#include "rewriters/units_impl.h"

#include <stdlib.h>

#include "analyzers/lang/c/clang_check.h"
#include "analyzers/lang/c/clang_facts.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/file.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "rewriters/planner_impl.h"

#define TEXT_MAX ((size_t)64 << 20)

/* --- Opening --- */

struct units *units_of(struct planner_memo *memo, const struct project *project)
{
	if (!memo->units) {
		memo->units = xcalloc(1, sizeof(*memo->units));
		memo->units->project = project;
	}
	return memo->units;
}

struct units *planner_units(struct planner *p)
{
	return units_of(p->options->memo ? p->options->memo : &p->memo, p->options->input->project);
}

void units_free(struct units *u)
{
	if (!u)
		return;
	unit_graph_release(u);
	map_release(&u->parsed);
	vec_release(&u->outcomes);
	map_release(&u->last_said);
	vec_release(&u->said);
	map_release(&u->disk_of);
	vec_release(&u->disk);
	arena_release(&u->arena);
	free(u);
}

/* Warnings are the project's own choice; that they end its build is no matter here. */
static bool is_warning_flag(struct str flag)
{
	static const char *const others[] = { "-Wl,", "-Wa,", "-Wp,", "-Werror", "-Wno-error", "-Wfatal-errors" };

	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (str_starts(flag, str_from(others[i])))
			return false;
	return (str_starts(flag, STR("-W")) && flag.len > 2) || str_is(flag, "-w") || str_is(flag, "-pedantic");
}

static struct clang_unit unit_of(const struct compdb_entry *e, struct arena *a)
{
	struct clang_unit unit = clang_project_unit(e, a);
	const char **args = arena_array(a, const char *, unit.arg_count + e->argument_count + 1);

	for (uint32_t i = 0; i < unit.arg_count; i++)
		args[i] = unit.args[i];
	for (uint32_t i = 0; i < e->argument_count; i++)
		if (is_warning_flag(e->arguments[i]))
			args[unit.arg_count++] = arena_str(a, e->arguments[i]).ptr;
	unit.args = args;
	return unit;
}

static const char *open_database(struct units *u)
{
	struct err err = { 0 };

	if (!clang_project_database(u->project, &u->arena, &u->db, &err))
		return u->db.path.len ? arena_str(&u->arena, str_from(err.message)).ptr : "there is no compile_commands.json";
	if (u->db.count == 0)
		return "its compile_commands.json is empty";
	u->items = arena_array(&u->arena, struct clang_unit, u->db.count);
	for (uint32_t i = 0; i < u->db.count; i++)
		u->items[i] = unit_of(&u->db.entries[i], &u->arena);
	return NULL;
}

void units_open(struct units *u)
{
	if (!u->is_opened) {
		u->is_opened = true;
		u->no_database = open_database(u);
		if (u->no_database)
			u->db = (struct compdb){ 0 };
	}
	unit_graph_update(u);
}

const char *units_database_refusal(struct units *u)
{
	units_open(u);
	return u->no_database;
}

const char *units_refusal(struct units *u)
{
	struct err err = { 0 };
	struct str about;

	if (units_database_refusal(u))
		return u->no_database;
	if (!u->is_tried && !clang_is_usable(&u->arena, &about, &err))
		u->no_libclang = arena_str(&u->arena, str_from(err.message)).ptr;
	u->is_tried = true;
	return u->no_libclang;
}

/* --- Questions --- */

uint32_t units_count(struct units *u)
{
	units_open(u);
	return u->db.count;
}

const struct clang_unit *units_get(struct units *u, uint32_t unit)
{
	units_open(u);
	return &u->items[unit];
}

const struct compdb_entry *units_entry(struct units *u, uint32_t unit)
{
	units_open(u);
	return &u->db.entries[unit];
}

const struct include_dirs *units_dirs(struct units *u, uint32_t unit)
{
	units_open(u);
	return &u->groups.items[u->group_of[unit]].dirs;
}

struct include_resolver *units_resolver(struct units *u)
{
	units_open(u);
	return &u->resolver;
}

/* By its real path: a file may be reached through symbolic links. */
static uint32_t node_of(struct units *u, file_id file)
{
	struct str path = clang_project_path(u->project, file, &u->graph_arena), real;
	uint32_t node = map_get(&u->node_of, str_hash(path));
	struct err err = { 0 };

	if (node == NONE && path_real(&u->graph_arena, path.ptr, &real, &err))
		node = map_get(&u->node_of, str_hash(real));
	return node;
}

uint32_t units_that_read(struct units *u, file_id file, const uint32_t **ret_units)
{
	uint32_t at, node, *found = NULL;

	units_open(u);
	at = map_get(&u->asked, file);
	if (at == NONE) {
		struct unit_answer answer = { 0 };

		node = node_of(u, file);
		if (u->db.count)
			answer.count = unit_graph_readers(u, &node, node != NONE, &u->graph_arena, &found);
		answer.units = found;
		at = (uint32_t)u->answers.len;
		map_set(&u->asked, file, at);
		vec_push(&u->answers, answer);
	}
	*ret_units = u->answers.items[at].units;
	return u->answers.items[at].count;
}

uint32_t units_files_below(struct units *u, uint32_t unit, file_id file, struct arena *a, file_id **ret_files)
{
	uint32_t node, count, *nodes, kept = 0;

	units_open(u);
	node = node_of(u, file);
	count = node == NONE ? 0 : unit_graph_below(u, unit, node, a, &nodes);
	*ret_files = arena_array(a, file_id, count + 1);
	for (uint32_t i = 0; i < count; i++)
		if (u->nodes.items[nodes[i]].file != NONE)
			(*ret_files)[kept++] = u->nodes.items[nodes[i]].file;
	return kept;
}

static bool read_node(struct units *u, const struct unit_node *n, struct strbuf *text)
{
	struct err err = { 0 };

	strbuf_clear(text);
	return n->file != NONE ? project_source(u->project, n->file, text, &err) : file_read(n->real.ptr, TEXT_MAX, text, &err);
}

uint32_t units_that_mention(struct units *u, const struct str *names, uint32_t count, struct arena *a, uint32_t **ret_units)
{
	struct words *words = words_new(names, count);
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	VEC(uint32_t) nodes = { 0 };
	uint32_t found;

	units_open(u);
	for (uint32_t i = 0; i < u->nodes.len; i++)
		if (read_node(u, &u->nodes.items[i], &text) && words_in_text(words, strbuf_str(&text)))
			vec_push(&nodes, i);
	found = unit_graph_readers(u, nodes.items, nodes.len, a, ret_units);
	vec_release(&nodes);
	words_free(words);
	return found;
}

/* --- Runs --- */

static struct clang_run run_of(const struct units *u)
{
	const struct project_options *o = u->project->options;

	return (struct clang_run){ .root = u->project->root, .jobs = u->project->jobs, .cancel = o ? o->cancel : NULL };
}

static struct clang_unit *pick(const struct units *u, const uint32_t *units, uint32_t count, struct arena *a)
{
	struct clang_unit *picked = arena_array(a, struct clang_unit, count + 1);

	for (uint32_t i = 0; i < count; i++)
		picked[i] = u->items[units[i]];
	return picked;
}

/* Does it say no more than the disk? Then it is left out: a text that was changed back is no other text. */
static bool is_as_on_disk(struct units *u, const struct clang_overlay *o)
{
	uint64_t key = str_hash(o->path);
	uint32_t at = map_get(&u->disk_of, key);

	if (o->is_removed)
		return false;
	if (at == NONE) {
		struct strbuf text CLEANUP(strbuf_release) = { 0 };
		struct err err = { 0 };

		at = (uint32_t)u->disk.len;
		map_set(&u->disk_of, key, at);
		vec_push(&u->disk, file_read(o->path.ptr, TEXT_MAX, &text, &err) ? str_hash(strbuf_str(&text)) : 0);
	}
	return u->disk.items[at] == str_hash(o->bytes);
}

/* The given ones and the project's own, but for those that are given again. `readers` are led along. */
static uint32_t add_overlays(struct units *u, const struct clang_overlay *own, uint32_t count, const struct unit_readers *readers,
			     struct unit_readers *ret_readers, struct arena *a, const struct clang_overlay **ret)
{
	const struct clang_overlay *amended;
	uint32_t amended_count = clang_project_overlays(u->project, a, &amended), kept = 0;
	struct clang_overlay *all = arena_array(a, struct clang_overlay, amended_count + count + 1);
	struct map given = { 0 };

	for (uint32_t i = 0; i < count; i++) {
		map_set(&given, str_hash(own[i].path), i);
		if (is_as_on_disk(u, &own[i]))
			continue;
		if (readers)
			ret_readers[kept] = readers[i];
		all[kept++] = own[i];
	}
	for (uint32_t i = 0; i < amended_count; i++)
		if (!map_has(&given, str_hash(amended[i].path)) && !is_as_on_disk(u, &amended[i])) {
			if (readers)
				ret_readers[kept] = (struct unit_readers){ NULL, NONE };
			all[kept++] = amended[i];
		}
	map_release(&given);
	*ret = all;
	return kept;
}

/* What one run of parses is made with. */
struct texts {
	const struct clang_overlay *overlays;
	const struct unit_readers *readers; /* NULL: everybody reads everything; of count NONE: everybody that */
	uint32_t count;
	uint64_t *hashes; /* by overlay */
	struct unit_texts unlike_disk;
};

static void hash_texts(struct texts *t, struct arena *a)
{
	t->hashes = arena_array(a, uint64_t, t->count + 1);
	for (uint32_t i = 0; i < t->count; i++) {
		uint64_t part[3] = { str_hash(t->overlays[i].path), str_hash(t->overlays[i].bytes), t->overlays[i].is_removed };

		t->hashes[i] = str_hash((struct str){ (const char *)part, sizeof(part) });
	}
}

static int compare_units(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

static bool may_read(const struct texts *t, uint32_t overlay, uint32_t unit)
{
	const struct unit_readers *r = t->readers ? &t->readers[overlay] : NULL;

	return !r || r->count == NONE || (r->count && bsearch(&unit, r->units, r->count, sizeof(unit), compare_units));
}

/* Of the unit and all texts that it may read, in any order. */
static uint64_t outcome_key(const struct texts *t, uint32_t unit)
{
	uint64_t key = 0, whole[2];

	for (uint32_t i = 0; i < t->count; i++)
		if (may_read(t, i, unit))
			key += t->hashes[i];
	whole[0] = key;
	whole[1] = unit;
	return str_hash((struct str){ (const char *)whole, sizeof(whole) });
}

static void keep_outcome(struct units *u, uint64_t key, const struct clang_outcome *kept)
{
	map_set(&u->parsed, key, (uint32_t)u->outcomes.len);
	vec_push(&u->outcomes, kept);
}

/* Of units that were parsed as the project is amended, for another question. */
static void keep_outcomes(struct units *u, const uint32_t *units, const struct clang_outcome *outcomes, uint32_t count, struct arena *a)
{
	struct texts t = { 0 };

	t.count = add_overlays(u, NULL, 0, NULL, NULL, a, &t.overlays);
	hash_texts(&t, a);
	t.unlike_disk = unit_texts_of(t.overlays, t.hashes, t.count, a);
	for (uint32_t i = 0; i < count; i++) {
		uint64_t key = outcome_key(&t, units[i]);

		if ((outcomes[i].status != CLANG_PARSED && outcomes[i].status != CLANG_HAS_ERRORS) || map_has(&u->parsed, key))
			continue;
		keep_outcome(u, key, &outcomes[i]);
		unit_keep(u, units[i], &t.unlike_disk, &outcomes[i]);
	}
}

bool units_refs(struct units *u, const struct clang_target *targets, uint32_t count, struct arena *a, struct unit_refs *ret, struct err *err)
{
	struct str *names = arena_array(a, struct str, count + 1);
	struct clang_run run = run_of(u);
	uint32_t *units, unit_count;

	if (units_refusal(u))
		return err_set(err, "%s", units_refusal(u));
	for (uint32_t i = 0; i < count; i++)
		names[i] = targets[i].name;
	unit_count = units_that_mention(u, names, count, a, &units);
	run.overlay_count = clang_project_overlays(u->project, a, &run.overlays);
	if (!clang_refs_run(&run, targets, count, pick(u, units, unit_count, a), unit_count, &u->arena, &ret->refs, err))
		return false;
	ret->units = units;
	keep_outcomes(u, units, ret->refs.outcomes, unit_count, a);
	return true;
}

/* Not under this key, but of the same texts as far as the unit reads them. */
static bool recall(struct units *u, const struct texts *t, uint32_t unit)
{
	const struct clang_outcome *known = unit_recall(u, unit, &t->unlike_disk);

	if (known)
		keep_outcome(u, outcome_key(t, unit), known);
	return known != NULL;
}

/* Those that were not parsed with these texts yet. */
static bool parse_new(struct units *u, const struct clang_run *run, const struct texts *t, const uint32_t *units, uint32_t count, struct arena *a,
		      struct err *err)
{
	uint32_t *wanted = arena_array(a, uint32_t, count + 1), wanted_count = 0;
	struct clang_outcome *outcomes;

	for (uint32_t i = 0; i < count; i++)
		if (!map_has(&u->parsed, outcome_key(t, units[i])) && !recall(u, t, units[i]))
			wanted[wanted_count++] = units[i];
	if (wanted_count == 0)
		return true;
	if (!clang_parse_run(run, pick(u, wanted, wanted_count, a), wanted_count, &u->arena, &outcomes, err))
		return false;
	for (uint32_t i = 0; i < wanted_count; i++) {
		if (outcomes[i].status == CLANG_CANCELLED)
			return err_set(err, "interrupted");
		keep_outcome(u, outcome_key(t, wanted[i]), &outcomes[i]);
		unit_keep(u, wanted[i], &t->unlike_disk, &outcomes[i]);
	}
	return true;
}

static bool parse_with(struct units *u, const uint32_t *units, uint32_t count, struct texts *t, struct arena *a,
		       const struct clang_outcome ***ret_outcomes, struct err *err)
{
	const struct clang_outcome **outcomes = arena_array(a, const struct clang_outcome *, count + 1);
	struct clang_run run = run_of(u);

	if (units_refusal(u))
		return err_set(err, "%s", units_refusal(u));
	run.overlays = t->overlays;
	run.overlay_count = t->count;
	hash_texts(t, a);
	t->unlike_disk = unit_texts_of(t->overlays, t->hashes, t->count, a);
	if (!parse_new(u, &run, t, units, count, a, err))
		return false;
	for (uint32_t i = 0; i < count; i++)
		outcomes[i] = u->outcomes.items[map_get(&u->parsed, outcome_key(t, units[i]))];
	*ret_outcomes = outcomes;
	return true;
}

bool units_parse(struct units *u, const uint32_t *units, uint32_t count, const struct clang_overlay *overlays, uint32_t overlay_count,
		 struct arena *a, const struct clang_outcome ***ret_outcomes, struct err *err)
{
	struct texts t = { 0 };

	t.count = add_overlays(u, overlays, overlay_count, NULL, NULL, a, &t.overlays);
	return parse_with(u, units, count, &t, a, ret_outcomes, err);
}

static int compare_paths(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* After a header that was not found nobody knows what else would have been read. */
static bool is_cut_short(const struct clang_outcome *o)
{
	for (uint32_t i = 0; i < o->diagnostic_count; i++)
		if (o->diagnostics[i].severity == CLANG_FATAL)
			return true;
	return o->status != CLANG_PARSED && o->status != CLANG_HAS_ERRORS;
}

bool units_denies(struct units *u, const struct clang_outcome *o, file_id file)
{
	uint32_t node = node_of(u, file);
	const struct str *path = node == NONE ? NULL : &u->nodes.items[node].real;

	return !is_cut_short(o) && (!path || o->file_count == 0 || !bsearch(path, o->files, o->file_count, sizeof(*path), compare_paths));
}

uint32_t units_that_compile(struct units *u, file_id file, struct arena *a, const uint32_t **ret_units)
{
	const uint32_t *units;
	uint32_t count = units_that_read(u, file, &units), kept = 0, *found = arena_array(a, uint32_t, count + 1);
	const struct clang_outcome **outcomes;
	struct err err = { 0 };

	*ret_units = units;
	if (!units_parse(u, units, count, NULL, 0, a, &outcomes, &err))
		return count;
	for (uint32_t i = 0; i < count; i++)
		if (!units_denies(u, outcomes[i], file))
			found[kept++] = units[i];
	*ret_units = found;
	return kept;
}

static struct clang_verdict *judge_all(const struct clang_outcome **before, const struct clang_outcome **after, uint32_t count, struct arena *a)
{
	struct clang_verdict *verdicts = arena_array(a, struct clang_verdict, count + 1);

	for (uint32_t i = 0; i < count; i++) {
		verdicts[i] = (struct clang_verdict){ .before = *before[i], .after = *after[i] };
		clang_check_judge(&verdicts[i], a);
	}
	return verdicts;
}

bool units_try(struct units *u, const uint32_t *units, uint32_t count, const struct clang_overlay *overlays, const struct unit_readers *readers,
	       uint32_t overlay_count, struct arena *a, struct clang_verdict **ret_verdicts, struct err *err)
{
	const struct clang_outcome **before, **after;
	const struct clang_overlay *amended;
	uint32_t most = overlay_count + clang_project_overlays(u->project, a, &amended);
	struct unit_readers *led = arena_array(a, struct unit_readers, most + 1);
	struct texts t = { .readers = readers ? led : NULL };

	if (!units_parse(u, units, count, NULL, 0, a, &before, err))
		return false;
	t.count = add_overlays(u, overlays, overlay_count, readers, led, a, &t.overlays);
	if (!parse_with(u, units, count, &t, a, &after, err))
		return false;
	*ret_verdicts = judge_all(before, after, count, a);
	return true;
}

bool units_check(struct units *u, const uint32_t *units, uint32_t count, const struct clang_overlay *overlays, uint32_t overlay_count,
		 struct arena *a, struct clang_verdict **ret_verdicts, struct err *err)
{
	return units_try(u, units, count, overlays, NULL, overlay_count, a, ret_verdicts, err);
}

bool units_facts(struct units *u, const uint32_t *units, uint32_t count, const struct clang_overlay *overlays, uint32_t overlay_count,
		 struct arena *a, struct clang_unit_facts **ret_facts, struct err *err)
{
	struct clang_run run = run_of(u);

	if (units_refusal(u))
		return err_set(err, "%s", units_refusal(u));
	run.overlay_count = add_overlays(u, overlays, overlay_count, NULL, NULL, a, &run.overlays);
	return clang_facts_run(&run, pick(u, units, count, a), count, a, ret_facts, err);
}
