/* Which way of writing an #include leads to a header, whatever the flags. */
#include "base/base.h"
#include "rewriters/include_impl.h"

#include <stdlib.h>

#include "analyzers/lang/c/clang_project.h"
#include "base/path.h"
#include "base/strbuf.h"
#include "base/vec.h"
#include "rewriters/planner_impl.h"

struct spelling {
	struct str path;
	bool is_angled;
	uint32_t uses; /* by files of the same directory */
	uint32_t ups;  /* how often it goes up */
};

typedef VEC(struct spelling) spelling_list;

const struct cfacts *facts_of(struct planner *p, file_id file)
{
	return file == NONE ? NULL : planner_input(p)->project->files[file].creations;
}

/* All at once, at the first question: units are parsed side by side. */
static void warm(struct planner *p)
{
	struct units *u = planner_units(p);
	const struct clang_outcome **outcomes;
	VEC(uint32_t) all = { 0 };
	struct map seen = { 0 };
	struct err err = { 0 };

	p->has_asked_units = true;
	vec_foreach(struct finding, x, &planner_findings(p)->items) {
		const uint32_t *units;
		bool is_include = str_is(str_from(x->rule->code), "CN201") || str_is(str_from(x->rule->code), "CN206");
		uint32_t count = is_include && facts_of(p, x->file) ? units_that_read(u, x->file, &units) : 0;

		for (uint32_t i = 0; i < count; i++)
			if (map_add(&seen, units[i], 0))
				vec_push(&all, units[i]);
	}
	units_parse(u, all.items, (uint32_t)all.len, NULL, 0, planner_arena(p), &outcomes, &err);
	map_release(&seen);
	vec_release(&all);
}

uint32_t include_units(struct planner *p, file_id file, const uint32_t **ret_units)
{
	if (planner_is_draft(p))
		return units_that_read(planner_units(p), file, ret_units);
	if (!p->has_asked_units)
		warm(p);
	return units_that_compile(planner_units(p), file, planner_arena(p), ret_units);
}

static struct str real_path(struct planner *p, file_id file)
{
	struct str path = clang_project_path(planner_input(p)->project, file, planner_arena(p)), real;
	struct err err = { 0 };

	return path_real(planner_arena(p), path.ptr, &real, &err) ? real : path;
}

static bool leads_to(struct planner *p, uint32_t unit, struct str includer, struct str spelling, bool is_angled, struct str target)
{
	struct units *u = planner_units(p);
	struct include_target found;

	return include_resolve_spelling(units_resolver(u), units_dirs(u, unit), includer, spelling, is_angled, &found) == INCLUDE_FOUND &&
	       str_eq(found.real, target);
}

bool include_leads_to(struct planner *p, file_id file, struct str spelling, bool is_angled, file_id target)
{
	struct str includer = real_path(p, file), real = real_path(p, target);
	const uint32_t *units;
	uint32_t count = include_units(p, file, &units);
	bool ok = count > 0;

	for (uint32_t i = 0; ok && i < count; i++)
		ok = leads_to(p, units[i], includer, spelling, is_angled, real);
	return ok;
}

/* --- Candidates --- */

static uint32_t count_ups(struct str path)
{
	uint32_t ups = 0;
	struct str part;

	while (str_next(&path, '/', &part))
		ups += str_is(part, "..");
	return ups;
}

static void add_spelling(spelling_list *all, struct str path, bool is_angled, uint32_t uses)
{
	vec_foreach(struct spelling, s, all) {
		if (str_eq(s->path, path) && s->is_angled == is_angled) {
			s->uses += uses;
			return;
		}
	}
	if (path.len)
		vec_push(all, (struct spelling){ path, is_angled, uses, count_ups(path) });
}

/* What the files beside this one say; one of a file's units is as good as the other to ask. */
static void add_habits(struct planner *p, file_id file, file_id target, spelling_list *all)
{
	const struct project *project = planner_input(p)->project;
	struct str dir = path_dir(project->files[file].path), real = real_path(p, target);

	for (file_id f = 0; f < project->file_count; f++) {
		const struct cfacts *facts = project->files[f].creations;
		const uint32_t *units;

		if (!facts || !str_eq(path_dir(project->files[f].path), dir))
			continue;
		for (uint32_t i = 0; i < facts->include_count; i++) {
			const struct cinclude *x = &facts->includes[i];

			if ((x->form != CINCLUDE_QUOTED && x->form != CINCLUDE_ANGLED) || !str_eq(path_base(x->path), path_base(real)))
				continue;
			if (units_that_read(planner_units(p), f, &units) &&
			    leads_to(p, units[0], real_path(p, f), x->path, x->form == CINCLUDE_ANGLED, real))
				add_spelling(all, x->path, x->form == CINCLUDE_ANGLED, 1);
		}
	}
}

/* "../inc/conn.h" */
static struct str relative_path(struct str dir, struct str path, struct arena *a)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	while (dir.len > 1 && !path_is_inside(path, dir)) {
		strbuf_addz(&out, "../");
		dir = path_dir(dir);
	}
	strbuf_add(&out, str_slice(path, dir.len + (dir.len > 1), path.len));
	return arena_str(a, strbuf_str(&out));
}

static void add_below(struct planner *p, const struct str *dirs, uint32_t count, struct str real, spelling_list *all)
{
	for (uint32_t i = 0; i < count; i++) {
		struct str dir = path_normalise(planner_arena(p), dirs[i]);

		if (dir.len > 1 && path_is_inside(real, dir) && real.len > dir.len)
			add_spelling(all, str_slice(real, dir.len + 1, real.len), false, 0);
	}
}

static void add_ways(struct planner *p, file_id file, file_id target, spelling_list *all)
{
	struct str real = real_path(p, target);
	const uint32_t *units;
	uint32_t count = include_units(p, file, &units);

	add_spelling(all, relative_path(path_dir(real_path(p, file)), real, planner_arena(p)), false, 0);
	for (uint32_t i = 0; i < count; i++) {
		const struct include_dirs *d = units_dirs(planner_units(p), units[i]);

		add_below(p, d->quote, d->quote_count, real, all);
		add_below(p, d->plain, d->plain_count, real, all);
		add_below(p, d->system, d->system_count, real, all);
		add_below(p, d->after, d->after_count, real, all);
	}
}

static int compare_spellings(const void *a, const void *b)
{
	const struct spelling *x = a, *y = b;

	if (x->uses != y->uses)
		return x->uses > y->uses ? -1 : 1;
	if (x->ups != y->ups)
		return x->ups < y->ups ? -1 : 1;
	if (x->path.len != y->path.len)
		return x->path.len < y->path.len ? -1 : 1;
	return str_cmp(x->path, y->path);
}

static struct str write_spelling(struct planner *p, const struct spelling *s, bool is_angled)
{
	return arena_printf(planner_arena(p), is_angled ? "<" STR_FMT ">" : "\"" STR_FMT "\"", STR_ARG(s->path));
}

struct str include_spelling(struct planner *p, file_id file, file_id target, enum include_wish wish)
{
	spelling_list all = { 0 };
	struct str found = { 0 };

	add_habits(p, file, target, &all);
	add_ways(p, file, target, &all);
	vec_sort(&all, compare_spellings);
	vec_foreach(struct spelling, s, &all) {
		bool is_angled = wish == WISH_NONE ? s->is_angled : wish == WISH_ANGLED;

		for (int other = 0; other < 2 && !found.len; other++)
			if (include_leads_to(p, file, s->path, is_angled != other, target))
				found = write_spelling(p, s, is_angled != other);
		if (found.len)
			break;
	}
	vec_release(&all);
	return found;
}

/* --- Lines --- */

bool include_sees(struct planner *p, uint32_t unit, file_id from, file_id to)
{
	file_id *files;
	uint32_t count = units_files_below(planner_units(p), unit, from, planner_arena(p), &files);

	for (uint32_t i = 0; i < count; i++)
		if (files[i] == to)
			return true;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool include_whole_line(struct str source, const struct cinclude *i, uint32_t *ret_start, uint32_t *ret_end)
{
	uint32_t start = i->start, end = i->span.end;

	while (start > 0 && is_blank(source.ptr[start - 1]))
		start--;
	while (end < source.len && (is_blank(source.ptr[end]) || source.ptr[end] == '\r'))
		end++;
	if (start > 0 && source.ptr[start - 1] != '\n')
		return false;
	if (end < source.len && source.ptr[end++] != '\n')
		return false;
	*ret_start = start;
	*ret_end = end;
	return true;
}

uint32_t include_earlier(struct planner *p, file_id file, uint32_t before, file_id target, uint32_t *ret_change)
{
	const struct cfacts *f = facts_of(p, file);

	*ret_change = NONE;
	for (uint32_t i = 0; i < f->include_count; i++) {
		const struct cinclude *x = &f->includes[i];

		if (x->start >= before || x->condition != NONE || x->is_in_extern_c || (x->form != CINCLUDE_QUOTED && x->form != CINCLUDE_ANGLED))
			continue;
		if (planner_include_moved_to(p, file, i, ret_change) == target)
			return i;
		*ret_change = NONE;
		if (include_leads_to(p, file, x->path, x->form == CINCLUDE_ANGLED, target))
			return i;
	}
	return NONE;
}

const char *include_refusal(struct planner *p, file_id file)
{
	struct units *u = planner_units(p);
	const char *why = planner_is_draft(p) ? units_database_refusal(u) : units_refusal(u);
	const struct clang_outcome **outcomes;
	struct err err = { 0 };
	const uint32_t *units;
	uint32_t count;

	if (why)
		return why;
	count = include_units(p, file, &units);
	if (count == 0)
		return "no unit of the compile database reads this file";
	if (planner_is_draft(p) || !units_parse(u, units, count, NULL, 0, planner_arena(p), &outcomes, &err))
		return NULL;
	for (uint32_t i = 0; i < count; i++)
		if (outcomes[i]->status != CLANG_PARSED)
			return arena_printf(planner_arena(p), STR_FMT " does not compile as it is: " STR_FMT,
					    STR_ARG(clang_project_relative(planner_input(p)->project, units_get(u, units[i])->path)),
					    STR_ARG(outcomes[i]->message)).ptr;
	return NULL;
}
