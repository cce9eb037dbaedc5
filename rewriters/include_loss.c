/* What a header has that another lacks, or has otherwise, where no compiler would say a word. */
#include "base/base.h"
#include "rewriters/include_impl.h"

#include <stdlib.h>

#include "analyzers/lang/c/clang_lex.h"
#include "base/map.h"
#include "base/strbuf.h"
#include "base/vec.h"

/* A name in one of the headers. */
struct thing {
	file_id file;
	uint32_t index;
};

struct loss {
	struct planner *planner;
	file_id file, from, to;
	struct map kept;                 /* files that are read all the same */
	VEC(file_id) lost, kept_files;
	struct map macros, records, functions; /* of what is kept: hash of the name -> things */
	VEC(struct thing) things;
};

static const char *say(const struct loss *l, const char *what, struct str name, file_id a, const char *middle, file_id b)
{
	const struct project *p = planner_input(l->planner)->project;

	return arena_printf(planner_arena(l->planner), "%s`" STR_FMT "` of " STR_FMT "%s" STR_FMT, what, STR_ARG(name), STR_ARG(p->files[a].path), middle,
			    b == NONE ? 0 : (int)p->files[b].path.len, b == NONE ? "" : p->files[b].path.ptr).ptr;
}

/* --- What is kept, and what goes --- */

static void keep_below(struct loss *l, uint32_t unit, file_id top)
{
	file_id *files;
	uint32_t count = units_files_below(planner_units(l->planner), unit, top, planner_arena(l->planner), &files);

	for (uint32_t i = 0; i < count; i++)
		if (map_add(&l->kept, files[i], 0))
			vec_push(&l->kept_files, files[i]);
}

static void find_lost(struct loss *l, uint32_t unit)
{
	file_id *files;
	uint32_t count = units_files_below(planner_units(l->planner), unit, l->from, planner_arena(l->planner), &files);
	struct map seen = { 0 };

	for (uint32_t i = 0; i < count; i++)
		if (!map_has(&l->kept, files[i]) && map_add(&seen, files[i], 0))
			vec_push(&l->lost, files[i]);
	map_release(&seen);
}

static void note(struct loss *l, struct map *map, struct str name, file_id file, uint32_t index)
{
	if (map_add(map, str_hash(name), (uint32_t)l->things.len))
		vec_push(&l->things, (struct thing){ file, index });
}

static void note_kept(struct loss *l)
{
	vec_foreach(file_id, file, &l->kept_files) {
		const struct cfacts *f = facts_of(l->planner, *file);

		for (uint32_t i = 0; f && i < f->macro_count; i++)
			note(l, &l->macros, f->macros[i].name, *file, i);
		for (uint32_t i = 0; f && i < f->record_count; i++)
			if (f->records[i].is_definition && f->records[i].name.len)
				note(l, &l->records, f->records[i].name, *file, i);
		for (uint32_t i = 0; f && i < f->func_count; i++)
			note(l, &l->functions, f->funcs[i].name, *file, i);
	}
}

static const struct thing *kept_thing(const struct loss *l, const struct map *map, struct str name)
{
	uint32_t at = map_get(map, str_hash(name));

	return at == NONE ? NULL : &l->things.items[at];
}

/* --- Comparing --- */

/* Tokens alone, between the braces behind a record's name. */
static void record_body(struct loss *l, file_id file, const struct crecord *r, struct strbuf *out)
{
	struct str text = planner_source(l->planner, file);
	uint32_t depth = 0;

	strbuf_clear(out);
	for (struct clang_token t = clang_lex(text, r->span.end); t.kind != CLANG_TOKEN_END; t = clang_lex(text, t.end)) {
		struct str token = clang_token_text(text, t);

		if (t.kind == CLANG_TOKEN_COMMENT)
			continue;
		if (depth == 0 && (str_is(token, ";") || str_is(token, ")")))
			return;
		depth += str_is(token, "{");
		if (depth)
			strbuf_add(out, token);
		strbuf_addch(out, ' ');
		if (str_is(token, "}") && --depth == 0)
			return;
	}
}

static const char *compare_records(struct loss *l, file_id file, const struct cfacts *f)
{
	struct strbuf a CLEANUP(strbuf_release) = { 0 }, b CLEANUP(strbuf_release) = { 0 };

	for (uint32_t i = 0; i < f->record_count; i++) {
		const struct thing *same = f->records[i].is_definition && f->records[i].name.len ? kept_thing(l, &l->records, f->records[i].name) : NULL;

		if (!same)
			continue;
		record_body(l, file, &f->records[i], &a);
		record_body(l, same->file, &facts_of(l->planner, same->file)->records[same->index], &b);
		if (!str_eq(strbuf_str(&a), strbuf_str(&b)))
			return say(l, "", f->records[i].name, file, " is defined otherwise in ", same->file);
	}
	return NULL;
}

static const char *compare_functions(struct loss *l, file_id file, const struct cfacts *f)
{
	for (uint32_t i = 0; i < f->func_count; i++) {
		const struct thing *same = kept_thing(l, &l->functions, f->funcs[i].name);
		const struct cfunc *other = same ? &facts_of(l->planner, same->file)->funcs[same->index] : NULL;

		if (other && other->body_hash != f->funcs[i].body_hash)
			return say(l, "", f->funcs[i].name, file, " does something else in ", same->file);
	}
	return NULL;
}

static bool has_word(struct str text, struct str word)
{
	if (!str_has(text, word))
		return false;
	for (struct clang_token t = clang_lex(text, 0); t.kind != CLANG_TOKEN_END; t = clang_lex(text, t.end))
		if (t.kind == CLANG_TOKEN_WORD && str_eq(clang_token_text(text, t), word))
			return true;
	return false;
}

/* What the includer says without the macro may compile, and mean something else. */
static const char *compare_macros(struct loss *l, file_id file, const struct cfacts *f)
{
	struct str source = planner_source(l->planner, l->file);

	for (uint32_t i = 0; i < f->macro_count; i++) {
		const struct cmacro *m = &f->macros[i], *other;
		const struct thing *same = kept_thing(l, &l->macros, m->name);

		other = same ? &facts_of(l->planner, same->file)->macros[same->index] : NULL;
		if (other && m->body.len && (!str_eq(other->body, m->body) || other->is_function_like != m->is_function_like))
			return say(l, "", m->name, file, " has another value in ", same->file);
		if (!other && m->body.len && has_word(source, m->name))
			return say(l, "the macro ", m->name, file, " would be missed", NONE);
	}
	return NULL;
}

static const char *compare(struct loss *l)
{
	const char *why = NULL;

	note_kept(l);
	vec_foreach(file_id, file, &l->lost) {
		const struct cfacts *f = facts_of(l->planner, *file);

		if (!why && f)
			why = compare_macros(l, *file, f);
		if (!why && f)
			why = compare_records(l, *file, f);
		if (!why && f)
			why = compare_functions(l, *file, f);
	}
	return why;
}

/* The other includes of the file under this unit; what they mean is looked up as the compiler does. */
static void keep_others(struct loss *l, uint32_t unit, uint32_t import)
{
	const struct cfacts *f = facts_of(l->planner, l->file);
	struct units *u = planner_units(l->planner);
	const struct project *project = planner_input(l->planner)->project;
	struct str includer = arena_printf(planner_arena(l->planner), STR_FMT "/" STR_FMT, STR_ARG(project->root), STR_ARG(project->files[l->file].path));

	for (uint32_t i = 0; i < f->include_count; i++) {
		struct include_target target;
		file_id file;

		if (i == import || f->includes[i].condition != NONE ||
		    include_resolve(units_resolver(u), units_dirs(u, unit), includer, &f->includes[i], &target) != INCLUDE_FOUND ||
		    !str_starts(target.real, project->root))
			continue;
		file = project_find(project, str_slice(target.real, project->root.len + 1, target.real.len));
		if (file != NONE)
			keep_below(l, unit, file);
	}
}

const char *include_loss(struct planner *p, file_id file, uint32_t import, file_id from, file_id to)
{
	struct loss l = { .planner = p, .file = file, .from = from, .to = to };
	const char *why = NULL;
	const uint32_t *units;

	/* Units differ in their flags: the first tells what the headers hold, the compiler is asked for all of them. */
	if (include_units(p, file, &units)) {
		keep_below(&l, units[0], to);
		keep_others(&l, units[0], import);
		find_lost(&l, units[0]);
		why = compare(&l);
	}
	map_release(&l.kept);
	map_release(&l.macros);
	map_release(&l.records);
	map_release(&l.functions);
	vec_release(&l.lost);
	vec_release(&l.kept_files);
	vec_release(&l.things);
	return why;
}
