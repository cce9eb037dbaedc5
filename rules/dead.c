/* Handlers that can never run: is the import before them certain to succeed? */
#include "base/base.h"
#include "rules/proof.h"

#include "base/map.h"
#include "base/path.h"

struct walk {
	const struct rule_input *in;
	struct arena *arena;
	struct map seen; /* modules */
	struct str reason;
};

/* --- Blocks --- */

/* The arm of the group that a place in `block` stands in; NONE when it is elsewhere. */
static uint32_t arm_of(const struct outline *o, uint32_t block, uint32_t group)
{
	while (block != NONE && o->blocks[block].group != group)
		block = o->blocks[block].parent;
	return block;
}

static bool is_in_try(const struct outline *o, uint32_t block, uint32_t group)
{
	uint32_t arm = arm_of(o, block, group);

	return arm != NONE && o->blocks[arm].kind == BLOCK_TRY;
}

static bool is_in_handler(const struct outline *o, uint32_t block, uint32_t group)
{
	uint32_t arm = arm_of(o, block, group);

	return arm != NONE && o->blocks[arm].kind != BLOCK_TRY;
}

/* --- What loading a module may meet --- */

static bool load_is_certain(struct walk *w, file_id file);

_Static_assert(BLOCK_TRY == 0 && BLOCK_MAIN < BLOCK_IF, "arms of try, TYPE_CHECKING and main come first");

/* In a function or in a try it does not matter for loading, or is somebody else's care. */
static bool runs_when_loaded(const struct outline *o, const struct import *im)
{
	for (uint32_t b = im->block; b != NONE; b = o->blocks[b].parent)
		if (o->blocks[b].kind <= BLOCK_MAIN)
			return false;
	return im->def == NONE;
}

static bool fail(struct walk *w, struct str reason)
{
	w->reason = reason;
	return false;
}

static bool target_is_certain(struct walk *w, file_id file, const struct import *im, const struct target *t, bool is_own)
{
	const struct lang_modules *modules = w->in->project->files[file].lang->modules;
	struct str first = str_slice(t->name, 0, str_find(t->name, '.'));

	switch (t->kind) {
	case TARGET_DEF:
	case TARGET_VARIABLE:
	case TARGET_MODULE: return t->file == NONE || load_is_certain(w, t->file);
	case TARGET_EXTERNAL:
		if (!is_own && modules->is_standard(first))
			return true;
		return fail(w, arena_printf(w->arena, STR_FMT ":%u imports `" STR_FMT "`, which may be missing", STR_ARG(w->in->project->files[file].path),
					    im->span.line, STR_ARG(t->name)));
	default:
		return fail(w, arena_printf(w->arena, STR_FMT ":%u imports `" STR_FMT "`, which does not resolve", STR_ARG(w->in->project->files[file].path),
					    im->span.line, STR_ARG(t->name)));
	}
}

static bool import_is_certain(struct walk *w, file_id file, uint32_t import, bool is_own)
{
	const struct import *im = &w->in->project->files[file].outline.imports[import];
	struct target t;

	if (im->form != IMPORT_MODULE) {
		t = link_import_module(w->in->link, file, import);
		if (!target_is_certain(w, file, im, &t, is_own))
			return false;
	}
	for (uint32_t n = 0; im->form != IMPORT_STAR && n < im->name_count; n++) {
		t = link_import(w->in->link, file, import, n);
		if (t.kind == TARGET_UNKNOWN && !is_own)
			continue;
		if (!target_is_certain(w, file, im, &t, is_own))
			return false;
	}
	return true;
}

/* A package is loaded before what lies in it. */
static bool packages_are_certain(struct walk *w, file_id file)
{
	const struct project *p = w->in->project;
	const char *const *names = p->files[file].lang->modules->package_files;

	for (struct str dir = path_dir(p->files[file].path); dir.len; dir = path_dir(dir)) {
		for (size_t i = 0; names && names[i]; i++) {
			file_id package = project_find(p, path_join(w->arena, dir, str_from(names[i])));

			if (package != NONE && !load_is_certain(w, package))
				return false;
		}
	}
	return true;
}

static bool load_is_certain(struct walk *w, file_id file)
{
	const struct outline *o = &w->in->project->files[file].outline;

	if (!map_add(&w->seen, file, 0))
		return true;
	if (!packages_are_certain(w, file))
		return false;
	for (uint32_t i = 0; i < o->import_count; i++)
		if (runs_when_loaded(o, &o->imports[i]) && !import_is_certain(w, file, i, false))
			return false;
	return true;
}

/* --- The statement itself --- */

static bool handlers_are_narrow(struct walk *w, const struct outline *o, uint32_t group)
{
	for (uint32_t b = 0; b < o->block_count; b++) {
		if (o->blocks[b].group != group || o->blocks[b].kind == BLOCK_TRY || o->blocks[b].kind == BLOCK_EXCEPT_IMPORT)
			continue;
		if (o->blocks[b].kind == BLOCK_TRY_ELSE || o->blocks[b].kind == BLOCK_FINALLY)
			return fail(w, STR("it has an else or finally arm"));
		return fail(w, arena_printf(w->arena, "line %u catches more than a failing import", o->blocks[b].line));
	}
	return true;
}

static bool arm_imports_only(struct walk *w, file_id file, uint32_t group)
{
	const struct file *f = &w->in->project->files[file];
	const struct outline *o = &f->outline;
	uint32_t imports = 0, start = NONE, end = NONE;

	for (uint32_t b = 0; b < o->block_count; b++) {
		if (o->blocks[b].group != group)
			continue;
		start = o->blocks[b].kind == BLOCK_TRY ? o->blocks[b].start : start;
		end = o->blocks[b].kind != BLOCK_TRY ? MIN(end, o->blocks[b].start) : end;
	}
	for (uint32_t i = 0; i < o->import_count; i++) {
		if (!is_in_try(o, o->imports[i].block, group))
			continue;
		imports++;
		if (o->imports[i].form == IMPORT_STAR)
			return fail(w, STR("it imports with a star"));
		if (!import_is_certain(w, file, i, true))
			return false;
	}
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (is_in_try(o, o->bindings[i].block, group) && o->bindings[i].kind == BINDING_CALL)
			return fail(w, arena_printf(w->arena, "line %u calls something that may fail", o->bindings[i].span.line));
	for (uint32_t i = 0; i < f->details.use_count; i++)
		if (f->details.uses[i].kind == USE_CALL && start != NONE && end != NONE && f->details.uses[i].span.start > start && f->details.uses[i].span.start < end)
			return fail(w, arena_printf(w->arena, "line %u calls something that may fail", f->details.uses[i].span.line));
	return imports > 0 || fail(w, STR("it imports nothing"));
}

static struct str bound_name(const struct outline *o, const struct import *im, uint32_t n)
{
	const struct import_name *x = &o->names[im->first_name + n];

	if (x->alias.len)
		return x->alias;
	return im->form == IMPORT_MODULE ? str_slice(x->name, 0, str_find(x->name, '.')) : x->name;
}

static bool arm_binds(const struct outline *o, uint32_t group, struct str name)
{
	for (uint32_t i = 0; i < o->import_count; i++)
		for (uint32_t n = 0; is_in_try(o, o->imports[i].block, group) && n < o->imports[i].name_count; n++)
			if (str_eq(bound_name(o, &o->imports[i], n), name))
				return true;
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (is_in_try(o, o->bindings[i].block, group) && str_eq(o->bindings[i].name, name))
			return true;
	return false;
}

static bool needs(struct walk *w, const struct outline *o, uint32_t group, struct str name)
{
	return arm_binds(o, group, name) || fail(w, arena_printf(w->arena, "only the handler binds `" STR_FMT "`", STR_ARG(name)));
}

static bool handlers_bind_no_more(struct walk *w, const struct outline *o, uint32_t group)
{
	for (uint32_t i = 0; i < o->def_count; i++)
		if (is_in_handler(o, o->defs[i].block, group) && (o->defs[i].parent == NONE || o->defs[i].parent == o->blocks[group].def) &&
		    !needs(w, o, group, o->defs[i].name))
			return false;
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (is_in_handler(o, o->bindings[i].block, group) && o->bindings[i].def == o->blocks[group].def && !needs(w, o, group, o->bindings[i].name))
			return false;
	for (uint32_t i = 0; i < o->import_count; i++)
		for (uint32_t n = 0; is_in_handler(o, o->imports[i].block, group) && o->imports[i].def == o->blocks[group].def && n < o->imports[i].name_count; n++)
			if (!needs(w, o, group, bound_name(o, &o->imports[i], n)))
				return false;
	return true;
}

bool is_try_certain(const struct rule_input *in, file_id file, uint32_t block, struct arena *a, struct str *ret_reason)
{
	const struct outline *o = &in->project->files[file].outline;
	uint32_t group = o->blocks[block].group;
	struct walk w = { .in = in, .arena = a };
	bool certain;

	map_add(&w.seen, file, 0);
	certain = handlers_are_narrow(&w, o, group) && arm_imports_only(&w, file, group) && handlers_bind_no_more(&w, o, group);
	if (!certain)
		*ret_reason = w.reason;
	map_release(&w.seen);
	return certain;
}
