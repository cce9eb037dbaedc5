/* A star import replaced by the names that are used. */
#include "base/base.h"
#include "rewriters/import_impl.h"

#include <stdlib.h>

#include "base/vec.h"

struct star_plan {
	struct planner *planner;
	file_id file, module;
	struct map wanted; /* hash of a name */
	VEC(struct str) names;
	const char *doubt; /* why somebody should look */
};

static const struct lang_modules *hooks_of(const struct star_plan *s)
{
	return planner_input(s->planner)->project->files[s->file].lang->modules;
}

/* Does `import *` take the name from the module? */
static bool gives(const struct star_plan *s, struct str name)
{
	const struct outline *o = outline_of(s->planner, s->module);

	if (!o->has_exports)
		return hooks_of(s)->is_public(name);
	for (uint32_t i = 0; i < o->export_count; i++)
		if (str_eq(o->exports[i], name))
			return true;
	return false;
}

static void want(struct star_plan *s, struct str name)
{
	map_add(&s->wanted, str_hash(name), 0);
}

static bool is_dynamic_read(struct str name)
{
	static const char *const words[] = { "eval", "exec", "globals", "locals", "vars" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (str_is(name, words[i]))
			return true;
	return false;
}

static void want_reads(struct star_plan *s)
{
	const struct source_names *names = planner_names(s->planner, s->file);

	for (uint32_t i = 0; i < names->read_count; i++) {
		if (names->reads[i].binder != NONE)
			continue;
		want(s, names->reads[i].name);
		if (is_dynamic_read(names->reads[i].name))
			s->doubt = "names may be looked up here that no reader sees (eval, globals, ...)";
	}
}

/* What this file hands on: to those who list it, and to those who take it from here. */
static void want_exports(struct star_plan *s)
{
	const struct outline *o = outline_of(s->planner, s->file);

	for (uint32_t i = 0; i < o->export_count; i++)
		want(s, o->exports[i]);
	if (o->marks & MARK_ALL_DYNAMIC)
		s->doubt = "what this module exports is made when it runs";
}

static bool is_taken_from_here(struct star_plan *s, struct str name)
{
	struct link *l = planner_input(s->planner)->link;
	const struct import_ref *refs;
	uint32_t count = link_importers_of_name(l, name, &refs);

	for (uint32_t i = 0; i < count; i++) {
		struct target t = link_import_module(l, refs[i].file, refs[i].import);

		if (t.kind == TARGET_MODULE && t.file == s->file)
			return true;
	}
	return false;
}

/* Somebody takes all of this module, whatever that is. */
static bool is_taken_whole(struct star_plan *s)
{
	struct link *l = planner_input(s->planner)->link;
	const struct import_ref *refs;
	uint32_t count = link_importers_of_module(l, str_tail(link_module_name(l, s->file), '.'), &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct import *im = &outline_of(s->planner, refs[i].file)->imports[refs[i].import];
		struct target t = link_import_module(l, refs[i].file, refs[i].import);

		if (im->form == IMPORT_STAR && t.kind == TARGET_MODULE && t.file == s->file)
			return true;
	}
	return false;
}

static uint32_t count_stars(const struct outline *o)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < o->import_count; i++)
		count += o->imports[i].form == IMPORT_STAR;
	return count;
}

static bool is_bound_here(struct star_plan *s, struct str name)
{
	const struct source_names *names = planner_names(s->planner, s->file);

	for (uint32_t i = 0; i < names->bound_count; i++)
		if (names->bounds[i].scope == 0 && str_eq(names->bounds[i].name, name))
			return true;
	return false;
}

static void collect(struct star_plan *s)
{
	struct str *all;
	uint32_t count = link_names(planner_input(s->planner)->link, s->module, planner_arena(s->planner), &all);

	want_reads(s);
	want_exports(s);
	for (uint32_t i = 0; i < count; i++) {
		if (!gives(s, all[i]))
			continue;
		if (is_bound_here(s, all[i]))
			s->doubt = "this module binds a name that the star import binds too";
		if (map_has(&s->wanted, str_hash(all[i])) || is_taken_from_here(s, all[i]))
			vec_push(&s->names, all[i]);
	}
	if (is_package_file(&planner_input(s->planner)->project->files[s->file]))
		s->doubt = "the star import is part of a package's face";
	else if (is_taken_whole(s))
		s->doubt = "others import everything from this module";
	else if (count_stars(outline_of(s->planner, s->file)) > 1)
		s->doubt = "there are several star imports: which of them a name comes from depends on their order";
}

static struct str spelled_module(struct planner *p, const struct import *im)
{
	return arena_printf(planner_arena(p), "%.*s" STR_FMT, (int)MIN(im->level, 8u), "........", STR_ARG(im->module));
}

/* The home of one name: where it is defined, or soon will be, when a family knows that as right, otherwise the module of the star. */
static void settle_name(struct star_plan *s, const struct statement_plan *statement, struct str name, struct name_plan *ret)
{
	const struct rule_input *in = planner_input(s->planner);
	struct target t = link_name(in->link, s->module, name);
	struct str found = name;
	file_id home = s->module;

	vec_foreach(struct family, fam, &in->families->items) {
		if (t.kind != TARGET_DEF || fam->canonical == NONE || find_home(s->planner, fam, &t, &home, &found))
			continue;
		if (fam->members.items[fam->canonical].file != t.file || !is_at_home(s->planner, &t))
			continue;
		home = t.file;
		found = outline_of(s->planner, t.file)->defs[t.index].name;
	}
	ret->target = home;
	ret->move = (struct import_move){ .kind = MOVE_TO, .name = found, .bound = name };
	ret->move.module = home == s->module ? spelled_module(s->planner, import_of(s->planner, statement)) :
					       planner_module_text(s->planner, s->file, statement->import, home);
	ret->level = s->doubt ? MEND_ASK : MEND_SAFE;
	ret->reason = s->doubt ? s->doubt : "these are all the names of it that are read here, and no one else takes any from here";
	if (!ret->move.module.len) {
		ret->level = MEND_SHOW;
		ret->reason = "the canonical module cannot be named from here";
	}
}

void plan_star(struct planner *p, const struct importer *x, struct statement_plan *statement)
{
	struct star_plan s = { .planner = p, .file = statement->file, .module = x->through };

	if (statement->count || planner_refusal(p, s.file) || planner_names(p, s.file)->has_error)
		return;
	collect(&s);
	statement->count = (uint32_t)MAX(s.names.len, 1);
	statement->names = arena_array(planner_arena(p), struct name_plan, statement->count);
	for (size_t i = 0; i < s.names.len; i++)
		settle_name(&s, statement, s.names.items[i], &statement->names[i]);
	if (!s.names.len)
		statement->names[0] = (struct name_plan){ .target = NONE, .level = MEND_SHOW, .reason = "nothing of it is read here: remove it, unless it is loaded for what it does" };
	map_release(&s.wanted);
	vec_release(&s.names);
}
