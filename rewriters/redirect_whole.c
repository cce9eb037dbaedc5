/* A module of which nothing is left but what has moved: it becomes a redirect module. */
#include "base/base.h"
#include "rewriters/redirect_impl.h"

#include "base/strbuf.h"

/* --- Is anything else there? --- */

static bool is_list_of_exports(const struct binding *b)
{
	return str_is(b->name, "__all__");
}

/* A logger by the module's name that only moved bodies wrote to. */
static bool is_idle_logger(const struct redirect *r, const struct binding *b)
{
	struct str callee = str_tail(b->value, '.');

	return b->kind == BINDING_CALL && (str_is(callee, "getLogger") || str_is(callee, "get_logger")) && readers_of(r, b->name) != READ_BY_REST &&
	       !is_taken(r, b->name) && !is_exported_by(r->outline, b->name);
}

static bool in_statement_of(const struct redirect *r, const struct binding *b, uint32_t at)
{
	uint32_t start, end;

	return planner_lang(r->planner, r->file)->statement(r->source, b->span.start, &start, &end) && at >= start && at < end;
}

static bool is_in_import(const struct outline *o, uint32_t at)
{
	for (uint32_t i = 0; i < o->import_count; i++)
		if (at >= o->imports[i].span.start && at < o->imports[i].span.end)
			return true;
	return false;
}

static bool is_accounted_for(const struct redirect *r, uint32_t at)
{
	for (uint32_t i = 0; i < r->outline->binding_count; i++)
		if (r->outline->bindings[i].def == NONE && in_statement_of(r, &r->outline->bindings[i], at))
			return true;
	return is_in_moved(r, at) || is_in_import(r->outline, at);
}

static bool binds_nothing_else(const struct redirect *r)
{
	const struct outline *o = r->outline;

	if (o->marks & MARK_ALL_DYNAMIC)
		return false;
	for (uint32_t i = 0; i < o->def_count; i++)
		if (o->defs[i].parent == NONE && !is_in_moved(r, o->defs[i].span.start))
			return false;
	for (uint32_t i = 0; i < o->binding_count; i++)
		if (o->bindings[i].def == NONE && !is_list_of_exports(&o->bindings[i]) && !is_idle_logger(r, &o->bindings[i]))
			return false;
	for (uint32_t i = 0; i < o->block_count; i++)
		if (o->blocks[i].kind != BLOCK_TYPE_CHECKING && !is_in_moved(r, o->blocks[i].start))
			return false;
	return true;
}

/* Any other statement of the module reads a name: it calls, tests, assigns. */
static bool does_nothing_else(const struct redirect *r)
{
	for (uint32_t i = 0; i < r->names->read_count; i++) {
		const struct source_read *x = &r->names->reads[i];

		if (x->scope == 0 && !is_accounted_for(r, x->start) && !str_is(str_tail(x->dotted, '.'), "TYPE_CHECKING"))
			return false;
	}
	return true;
}

static bool imports_only_for_it(const struct redirect *r)
{
	const struct outline *o = r->outline;
	uint32_t change;

	for (uint32_t i = 0; i < o->import_count; i++) {
		const struct import *im = &o->imports[i];

		if (is_in_moved(r, im->span.start) || str_is(im->module, "__future__"))
			continue;
		if (im->form == IMPORT_STAR)
			return false;
		for (uint32_t n = 0; n < im->name_count; n++)
			if (planner_moved_to(r->planner, r->file, i, n, &change) != NONE || !may_stay_unloaded(r, i, n))
				return false;
	}
	return true;
}

/* --- Names --- */

static bool has_star_importers(const struct redirect *r)
{
	struct link *l = planner_input(r->planner)->link;
	const struct import_ref *refs;
	uint32_t count = link_importers_of_module(l, str_tail(link_module_name(l, r->file), '.'), &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct import *im = &planner_input(r->planner)->project->files[refs[i].file].outline.imports[refs[i].import];
		struct target t;

		if (im->form != IMPORT_STAR)
			continue;
		t = link_import_module(l, refs[i].file, refs[i].import);
		if (t.kind == TARGET_MODULE && t.file == r->file)
			return true;
	}
	return false;
}

static bool is_handed_on(const struct redirect *r, struct str name, bool to_stars)
{
	return is_exported_by(r->outline, name) || is_taken(r, name) || (to_stars && !r->outline->has_exports && name.len && name.ptr[0] != '_');
}

/* Where an import takes the name from, as an absolute name. */
static struct redirect_name source_of(const struct redirect *r, uint32_t import, uint32_t n)
{
	struct link *l = planner_input(r->planner)->link;
	const struct import *im = &r->outline->imports[import];
	const struct import_name *x = &r->outline->names[im->first_name + n];
	struct target t = link_import(l, r->file, import, n);
	struct redirect_name name = { .name = bound_by_import(r->outline, import, n), .is_along = true };

	if (im->form == IMPORT_MODULE) {
		name.module = x->alias.len ? x->name : name.name;
	} else if (t.kind == TARGET_MODULE && t.file != NONE) {
		name.module = link_module_name(l, t.file);
	} else {
		name.module = im->level ? link_absolute(l, r->file, im->level, im->module) : im->module;
		name.target = x->name;
	}
	return name;
}

static bool is_listed(const struct redirect_name *names, uint32_t count, struct str name)
{
	for (uint32_t i = 0; i < count; i++)
		if (str_eq(names[i].name, name))
			return true;
	return false;
}

static uint32_t list_names(const struct redirect *r, bool to_stars, struct redirect_name *ret)
{
	const struct outline *o = r->outline;
	uint32_t count = 0;

	vec_foreach(struct moved, m, &r->moved)
		ret[count++] = (struct redirect_name){ .name = m->name, .module = link_module_name(planner_input(r->planner)->link, m->home), .target = m->target };
	for (uint32_t i = 0; i < o->import_count; i++) {
		if (o->imports[i].def != NONE || o->imports[i].block != NONE || str_is(o->imports[i].module, "__future__"))
			continue;
		for (uint32_t n = 0; n < o->imports[i].name_count; n++) {
			struct str name = bound_by_import(o, i, n);

			if (!is_listed(ret, count, name) && is_handed_on(r, name, to_stars))
				ret[count++] = source_of(r, i, n);
		}
	}
	return count;
}

/* Its own list; or, where somebody takes everything, all that is public. */
static void set_exports(const struct redirect *r, bool to_stars, struct redirect_text *t)
{
	struct str *names = arena_array(planner_arena(r->planner), struct str, t->count + 1);

	if (r->outline->has_exports) {
		t->exports = r->outline->export_count ? r->outline->exports : names;
		t->export_count = r->outline->export_count;
	} else if (to_stars) {
		for (uint32_t i = 0; i < t->count; i++)
			if (t->names[i].name.ptr[0] != '_')
				names[t->export_count++] = t->names[i].name;
		t->exports = names;
	}
}

static bool has_all_exports(const struct redirect *r, const struct redirect_name *names, uint32_t count)
{
	for (uint32_t i = 0; i < r->outline->export_count; i++)
		if (!is_listed(names, count, r->outline->exports[i]))
			return false;
	return true;
}

/* --- Text --- */

/* Licence, shebang, encoding: the comments that the file begins with stay, and a byte order mark does. */
static uint32_t head_end(struct str source)
{
	uint32_t at = str_starts(source, STR("\xef\xbb\xbf")) ? 3 : 0;

	while (at < source.len && (source.ptr[at] == '#' || source.ptr[at] == '\n' || source.ptr[at] == '\r')) {
		while (at < source.len && source.ptr[at] != '\n' && source.ptr[at] != '\r')
			at++;
		if (at < source.len)
			at += source.ptr[at] == '\r' && at + 1 < source.len && source.ptr[at + 1] == '\n' ? 2 : 1;
	}
	return at;
}

bool redirect_whole(struct redirect *r, struct source_edits *ret)
{
	struct arena *a = planner_arena(r->planner);
	struct redirect_text t = { .removal = r->removal, .is_lazy = true, .has_counter = true };

	bool to_stars = has_star_importers(r);

	if (!binds_nothing_else(r) || !does_nothing_else(r) || !imports_only_for_it(r))
		return false;
	t.names = arena_array(a, struct redirect_name, r->moved.len + r->outline->name_count);
	t.count = list_names(r, to_stars, t.names);
	if (!has_all_exports(r, t.names, t.count))
		return false;
	t.module = link_module_name(planner_input(r->planner)->link, r->file);
	set_exports(r, to_stars, &t);
	ret->items = arena_new(a, struct source_edit);
	ret->items[0] = (struct source_edit){ head_end(r->source), (uint32_t)r->source.len,
					      planner_lang(r->planner, r->file)->redirect(&t, planner_style(r->planner, r->file), a) };
	ret->count = 1;
	return true;
}
