/* How a guard of C names the headers of its family, and whether it compiles that way: the compiler is asked where it can be. */
#include "base/base.h"
#include "rewriters/guard_c.h"

#include "analyzers/cfacts.h"
#include "analyzers/lang/c/clang_project.h"
#include "base/map.h"
#include "base/path.h"
#include "rewriters/units.h"
#include "rules/creators.h"

/* --- Spelling --- */

/* "../src/core/series.h", with its quotes: leads there under any flags. */
static struct str relative_path(struct arena *a, struct str folder, struct str path)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };
	struct str x = folder, y = path, up, down, rest = path;

	strbuf_addch(&b, '"');
	while (str_next(&x, '/', &up) && str_next(&y, '/', &down) && y.len && str_eq(up, down)) {
		folder = x;
		rest = y;
	}
	while (folder.len && str_next(&folder, '/', &up))
		strbuf_addz(&b, "../");
	strbuf_add(&b, rest);
	strbuf_addch(&b, '"');
	return arena_str(a, strbuf_str(&b));
}

static struct str quoted(struct arena *a, const struct cinclude *i)
{
	return i->form == CINCLUDE_ANGLED ? arena_printf(a, "<" STR_FMT ">", STR_ARG(i->path)) : arena_printf(a, "\"" STR_FMT "\"", STR_ARG(i->path));
}

/* As the files of the test's folder do already, else by the way that needs no flags. */
static struct str spelling(const struct rule_input *in, struct guard_c *g, struct str folder, file_id header)
{
	const struct creators *c = in->families->creators;

	for (file_id f = 0; f < in->project->file_count; f++) {
		const struct file *file = &in->project->files[f];

		if (!file->creations || !c->targets[f] || !str_eq(path_dir(file->path), folder))
			continue;
		for (uint32_t i = 0; i < file->creations->include_count; i++)
			if (c->targets[f][i] == header && file->creations->includes[i].form <= CINCLUDE_ANGLED)
				return quoted(&g->arena, &file->creations->includes[i]);
	}
	return relative_path(&g->arena, folder, in->project->files[header].path);
}

static void spell_all(const struct rule_input *in, struct guard_c *g, struct str folder, const guard_headers *headers)
{
	vec_clear(&g->includes);
	vec_foreach(file_id, h, headers)
		vec_push(&g->includes, spelling(in, g, folder, *h));
}

/* --- What the canonical's own source includes before: headers that stand by themselves need none of it --- */

/* From little to much: all of it, at last also what stands in some #if. */
static const struct before {
	uint32_t most;
	bool is_conditional;
} befores[] = { { 0, false }, { 1, false }, { UINT32_MAX, false }, { UINT32_MAX, true } };

/* So many of these, up to the first header of the family. */
static void spell_before(const struct rule_input *in, struct guard_c *g, struct str folder, const guard_headers *headers, const struct before *b)
{
	file_id own = project_find(in->project, g->file);
	const struct cfacts *f = own == NONE ? NULL : in->project->files[own].creations;
	const file_id *targets = own == NONE ? NULL : in->families->creators->targets[own];

	vec_clear(&g->before);
	for (uint32_t i = 0; f && targets && i < f->include_count && g->before.len < b->most; i++) {
		const struct cinclude *x = &f->includes[i];

		if (x->form > CINCLUDE_ANGLED || x->is_in_extern_c || (x->condition != NONE && !b->is_conditional))
			continue;
		vec_foreach(file_id, h, headers)
			if (targets[i] == *h)
				return;
		vec_push(&g->before, targets[i] == NONE ? quoted(&g->arena, x) : spelling(in, g, folder, targets[i]));
	}
}

/* --- Proof --- */

/* A unit whose source lies in this folder, of the guard's language. */
static uint32_t unit_in(const struct rule_input *in, struct units *u, struct str folder, bool is_cpp)
{
	for (uint32_t i = 0; i < units_count(u); i++) {
		const struct compdb_entry *e = units_entry(u, i);
		struct str path = clang_project_relative(in->project, e->real);

		if (!e->is_missing && e->is_cpp == is_cpp && str_eq(path_dir(path), folder))
			return i;
	}
	return NONE;
}

static uint32_t unit_of(const struct rule_input *in, struct units *u, struct guard_c *g)
{
	struct str file = g->file;
	const uint32_t *units;
	file_id id = project_find(in->project, file);

	for (uint32_t i = 0; i < units_count(u); i++)
		if (units_entry(u, i)->is_cpp == g->is_cpp && str_eq(clang_project_relative(in->project, units_entry(u, i)->real), file))
			return i;
	return id != NONE && units_that_read(u, id, &units) && units_entry(u, units[0])->is_cpp == g->is_cpp ? units[0] : NONE;
}

/* What the compiler says of the guard in the place of this unit's source; empty when it takes it. */
static struct str complaint(struct guard_c *g, struct units *u, uint32_t unit)
{
	struct clang_overlay overlay = { .path = units_get(u, unit)->path };
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	const struct clang_outcome **outcomes;
	enum test_framework framework = g->framework;
	struct err err = { 0 };

	/* A framework's own header may be out of reach for flags that are not those of a test. */
	g->framework = FRAMEWORK_PROGRAM;
	guard_c_write(g, &text);
	g->framework = framework;
	overlay.bytes = strbuf_str(&text);
	if (!units_parse(u, &unit, 1, &overlay, 1, &g->arena, &outcomes, &err))
		return arena_str(&g->arena, str_from(err.message));
	for (uint32_t i = 0; i < outcomes[0]->diagnostic_count; i++) {
		const struct clang_diagnostic *d = &outcomes[0]->diagnostics[i];

		if (d->severity >= CLANG_ERROR || str_eq(path_base(d->path), path_base(overlay.path)))
			return arena_printf(&g->arena, STR_FMT, STR_ARG(d->message));
	}
	return outcomes[0]->status == CLANG_PARSED ? STR("") : arena_printf(&g->arena, STR_FMT, STR_ARG(outcomes[0]->message));
}

/* With as little before the headers as compiles; all is spelled from the unit's folder. */
static struct str try_unit(const struct rule_input *in, struct guard_c *g, struct units *u, uint32_t unit, const guard_headers *headers, const struct before **ret_before)
{
	struct str file = clang_project_relative(in->project, units_get(u, unit)->path), why = STR("");

	spell_all(in, g, path_dir(file), headers);
	for (size_t i = 0; i < ARRAY_LEN(befores); i++) {
		spell_before(in, g, path_dir(file), headers, &befores[i]);
		why = complaint(g, u, unit);
		*ret_before = &befores[i];
		if (!why.len)
			break;
	}
	if (!why.len)
		g->proof = arena_printf(&g->arena, "it compiles with the flags of " STR_FMT, STR_ARG(file));
	return why;
}

static struct str try_units(const struct rule_input *in, struct guard_c *g, struct units *u, const guard_headers *headers, const struct before **ret_before)
{
	uint32_t near = unit_in(in, u, path_dir(g->path), g->is_cpp), own = unit_of(in, u, g);
	struct str why = STR("no unit of the compile database shows with which flags it could be built");

	if (near != NONE)
		why = try_unit(in, g, u, near, headers, ret_before);
	if (why.len && own != NONE)
		why = try_unit(in, g, u, own, headers, ret_before);
	return why;
}

static struct str try_compiler(const struct rule_input *in, struct guard_c *g, struct units *u, const guard_headers *headers)
{
	const struct before *before = &befores[0];
	struct str why = try_units(in, g, u, headers, &before);

	if (why.len && g->made.call.len) {
		guard_c_drop_making(g, arena_printf(&g->arena, "making one does not compile: " STR_FMT, STR_ARG(why)));
		why = try_units(in, g, u, headers, &before);
	}
	spell_all(in, g, path_dir(g->path), headers);
	spell_before(in, g, path_dir(g->path), headers, before);
	return why;
}

/* --- Without a compile database --- */

/* Does all that the header includes lie where the quotes alone lead to, or outside of the project? */
static bool needs_no_flags(const struct rule_input *in, file_id header, struct arena *a)
{
	struct creators *c = in->families->creators;
	const file_id *seen;
	uint32_t count = seen_files(c, header, &seen);

	for (uint32_t k = 0; k < count; k++) {
		const struct cfacts *f = in->project->files[seen[k]].creations;
		struct str dir = path_dir(in->project->files[seen[k]].path);

		for (uint32_t i = 0; f && i < f->include_count; i++) {
			file_id target = c->targets[seen[k]] ? c->targets[seen[k]][i] : NONE;
			struct str there = path_normalise(a, path_join(a, dir, f->includes[i].path));

			if (f->includes[i].form == CINCLUDE_ANGLED ? target != NONE : target == NONE || !str_eq(there, in->project->files[target].path))
				return false;
		}
	}
	return true;
}

static struct str try_text(const struct rule_input *in, struct guard_c *g, const guard_headers *headers)
{
	vec_foreach(file_id, h, headers)
		if (!needs_no_flags(in, *h, &g->arena))
			return arena_printf(&g->arena, "no compile database says with which flags " STR_FMT " is read", STR_ARG(in->project->files[*h].path));
	vec_foreach(file_id, h, headers)
		vec_push(&g->includes, relative_path(&g->arena, path_dir(g->path), in->project->files[*h].path));
	return STR("");
}

/* --- All of it --- */

static bool says_extern_c(const struct rule_input *in, file_id header)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };

	return project_source(in->project, header, &text, NULL) && (str_has(strbuf_str(&text), STR("extern \"C\"")) || str_has_nocase(strbuf_str(&text), STR("BEGIN_DECLS")));
}

static void find_linkage(const struct rule_input *in, const guard_headers *headers, struct guard_c *g)
{
	file_id own = project_find(in->project, g->file);

	g->is_c_header = g->is_cpp && own != NONE && !in->project->files[own].creations->is_cpp;
	vec_foreach(file_id, h, headers)
		g->is_c_header &= !says_extern_c(in, *h);
}

void guard_c_find_includes(const struct rule_input *in, const struct guard_c_wish *wish, const guard_headers *headers, struct guard_c *g)
{
	struct str why;

	find_linkage(in, headers, g);
	why = wish->units ? try_compiler(in, g, wish->units, headers) : try_text(in, g, headers);
	if (!why.len)
		return;
	vec_clear(&g->includes);
	vec_clear(&g->before);
	g->why_no_headers = why;
}
