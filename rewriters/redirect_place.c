/* A module that holds more than what has moved: an import stands where each definition was. */
#include "base/base.h"
#include "rewriters/redirect_impl.h"

#include <stdlib.h>

#include "base/strbuf.h"

#define NOT_READ "  # noqa: F401" /* what linters want to hear of an import that is there for others */

struct place {
	struct redirect *redirect;
	VEC(struct source_edit) edits;
	struct redirect_name *lazy; /* what is handed on by a hook */
	uint32_t lazy_count;
	bool is_strict; /* no import is left unread */
	const char *why;
};

/* --- The import that replaces a definition --- */

/* An import statement that shows how this module names its neighbours; NONE when none is relative. */
static uint32_t relative_import(const struct outline *o)
{
	for (uint32_t i = 0; i < o->import_count; i++)
		if (o->imports[i].def == NONE && o->imports[i].level > 0)
			return i;
	return NONE;
}

/* A name that is bound again must be bound in the same order. */
static bool is_bound_once(const struct redirect *r, struct str name)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < r->names->bound_count; i++)
		count += r->names->bounds[i].scope == 0 && str_eq(r->names->bounds[i].name, name);
	return count == 1;
}

/* Behind the imports that the module begins with; NONE when it begins otherwise. */
static uint32_t end_of_imports(const struct redirect *r)
{
	const struct outline *o = r->outline;
	uint32_t limit = r->moved.items[0].start, last = NONE, start, end;

	if (o->def_count)
		limit = MIN(limit, o->defs[0].span.start);
	for (uint32_t i = 0; i < o->binding_count; i++)
		limit = MIN(limit, o->bindings[i].span.start);
	for (uint32_t i = 0; i < o->import_count && o->imports[i].span.start < limit; i++)
		if (o->imports[i].def == NONE && o->imports[i].block == NONE)
			last = i;
	if (last == NONE || !planner_lang(r->planner, r->file)->statement(r->source, o->imports[last].span.start, &start, &end) || end > limit)
		return NONE;
	return end;
}

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* The definition with the blank lines that parted it from what follows; at the end of the file, from what went before. */
static struct source_edit removal_of_definition(struct str source, const struct moved *m)
{
	uint32_t start = m->start, end = m->end;

	while (end < source.len && is_line_end(source.ptr[end]))
		end++;
	if (end < source.len)
		return (struct source_edit){ start, end, { 0 } };
	while (start > 1 && is_line_end(source.ptr[start - 1]) && is_line_end(source.ptr[start - 2]) &&
	       !(source.ptr[start - 2] == '\r' && source.ptr[start - 1] == '\n' && !(start > 2 && is_line_end(source.ptr[start - 3]))))
		start -= source.ptr[start - 2] == '\r' && source.ptr[start - 1] == '\n' ? 2 : 1;
	return (struct source_edit){ start, end, { 0 } };
}

static bool ends_in_eol(struct str text)
{
	return text.len && is_line_end(text.ptr[text.len - 1]);
}

/* The statement's line, in the style of the file. */
static struct str import_line(const struct redirect *r, const struct moved *m, struct str module)
{
	struct planner *p = r->planner;
	struct str text = planner_lang(p, r->file)->import_text(module, m->target, m->name, planner_arena(p));
	bool is_unread = readers_of(r, m->name) != READ_BY_REST && !is_exported_by(r->outline, m->name);

	return arena_printf(planner_arena(p), STR_FMT "%s", STR_ARG(text), is_unread ? NOT_READ : "");
}

/* Imported at its first use from outside, when the module itself has no use for it. */
static bool may_be_lazy(const struct redirect *r, const struct moved *m)
{
	return readers_of(r, m->name) != READ_BY_REST && !(r->outline->marks & MARK_LAZY) && is_bound_once(r, m->name);
}

/* The hook that hands on what must not be imported when the module is loaded. */
static void add_hook(struct place *x)
{
	struct redirect *r = x->redirect;
	struct redirect_text t = { .names = x->lazy, .count = x->lazy_count, .module = link_module_name(planner_input(r->planner)->link, r->file), .is_lazy = true, .is_part = true };
	const struct source_style *style = planner_style(r->planner, r->file);
	struct str text = planner_lang(r->planner, r->file)->redirect(&t, style, planner_arena(r->planner));
	uint32_t end = (uint32_t)r->source.len;

	if (!style->ends_in_eol)
		text = arena_printf(planner_arena(r->planner), STR_FMT STR_FMT, STR_ARG(style->eol), STR_ARG(text));
	/* Into the same bytes as a definition that went from the end of the file. */
	vec_foreach(struct source_edit, e, &x->edits)
		if (e->end == end && e->start < end) {
			e->text = text;
			return;
		}
	vec_push(&x->edits, (struct source_edit){ end, end, text });
}

static bool replace(struct place *x, const struct moved *m)
{
	struct redirect *r = x->redirect;
	struct planner *p = r->planner;
	struct str module = planner_module_text(p, r->file, relative_import(r->outline), m->home), line, eol = planner_style(p, r->file)->eol;
	uint32_t at = is_bound_once(r, m->name) ? end_of_imports(r) : NONE;

	if (!module.len)
		x->why = "the canonical module cannot be named from here";
	else if (planner_makes_cycle(p, r->file, m->home) && !may_be_lazy(r, m))
		x->why = "importing the canonical here would close a circle of modules that load each other, and this one uses it";
	if (x->why)
		return false;
	if (planner_makes_cycle(p, r->file, m->home)) {
		x->lazy[x->lazy_count++] = (struct redirect_name){ .name = m->name, .module = link_module_name(planner_input(p)->link, m->home), .target = m->target };
		vec_push(&x->edits, removal_of_definition(r->source, m));
		return true;
	}
	line = import_line(r, m, module);
	if (at == NONE) {
		if (ends_in_eol(str_slice(r->source, m->start, m->end)))
			line = arena_printf(planner_arena(p), STR_FMT STR_FMT, STR_ARG(line), STR_ARG(eol));
		vec_push(&x->edits, (struct source_edit){ m->start, m->end, line });
		return true;
	}
	vec_push(&x->edits, (struct source_edit){ at, at, arena_printf(planner_arena(p), STR_FMT STR_FMT, STR_ARG(line), STR_ARG(eol)) });
	vec_push(&x->edits, removal_of_definition(r->source, m));
	return true;
}

/* --- Imports that only the definitions needed --- */

static bool is_orphan(const struct redirect *r, uint32_t import, uint32_t n)
{
	struct str name = bound_by_import(r->outline, import, n);
	uint32_t change;

	return readers_of(r, name) == READ_BY_MOVED && !is_exported_by(r->outline, name) && !is_moved_name(r, name) &&
	       planner_moved_to(r->planner, r->file, import, n, &change) == NONE;
}

/* Nothing but white space behind the statement on its line. */
static bool ends_its_line(struct str source, uint32_t at)
{
	while (at < source.len && (source.ptr[at] == ' ' || source.ptr[at] == '\t'))
		at++;
	return at == source.len || source.ptr[at] == '\n' || source.ptr[at] == '\r';
}

static void mark_unread(struct place *x, const struct import *im)
{
	if (ends_its_line(x->redirect->source, im->span.end))
		vec_push(&x->edits, (struct source_edit){ im->span.end, im->span.end, STR(NOT_READ) });
}

static bool drop(struct place *x, uint32_t import)
{
	struct redirect *r = x->redirect;
	const struct import *im = &r->outline->imports[import];
	struct import_move *moves = arena_array(planner_arena(r->planner), struct import_move, im->name_count);
	struct source_edits edits = { 0 };
	struct err err = { 0 };
	bool any = false, keeps = false;

	for (uint32_t n = 0; n < im->name_count; n++) {
		bool is_kept = !is_orphan(r, import, n);

		if (is_kept)
			continue;
		if (is_taken(r, bound_by_import(r->outline, import, n)) || !may_stay_unloaded(r, import, n)) {
			keeps = true;
			continue;
		}
		moves[n].kind = MOVE_DROP;
		any = true;
	}
	if (keeps && x->is_strict) {
		x->why = "the import that only it reads has to stay: others take the name from here, or count on what it loads";
		return false;
	}
	if (keeps && !any)
		mark_unread(x, im);
	if (!any)
		return true;
	if (!planner_lang(r->planner, r->file)->move_import(r->source, r->outline, import, moves, im->name_count, planner_arena(r->planner), &edits, &err)) {
		x->why = arena_str(planner_arena(r->planner), str_from(err.message)).ptr;
		return false;
	}
	for (uint32_t i = 0; i < edits.count; i++)
		vec_push(&x->edits, edits.items[i]);
	return true;
}

static bool drop_all(struct place *x)
{
	const struct outline *o = x->redirect->outline;

	for (uint32_t i = 0; i < o->import_count; i++)
		if (o->imports[i].def == NONE && o->imports[i].form != IMPORT_STAR && !is_in_moved(x->redirect, o->imports[i].span.start) && !drop(x, i))
			return false;
	return true;
}

bool redirect_drop_orphans(struct redirect *r, struct source_edits *ret, const char **ret_why)
{
	struct place x = { .redirect = r, .is_strict = true };
	bool ok = drop_all(&x);

	ret->items = arena_copy(planner_arena(r->planner), x.edits.items, x.edits.len, sizeof(*x.edits.items));
	ret->count = (uint32_t)x.edits.len;
	vec_release(&x.edits);
	*ret_why = x.why;
	return ok;
}

static int compare_edits(const void *left, const void *right)
{
	const struct source_edit *a = left, *b = right;

	return a->start < b->start ? -1 : a->start > b->start;
}

/* A file does not begin with the blank lines that stood below its imports. */
static void trim_head(struct place *x)
{
	struct str source = x->redirect->source;
	uint32_t at = 0, i = 0;

	while (i < x->edits.len && x->edits.items[i].start == at && !x->edits.items[i].text.len)
		at = x->edits.items[i++].end;
	if (i == 0 || (i < x->edits.len && x->edits.items[i].start == at))
		return;
	while (at < source.len && is_line_end(source.ptr[at]) && (i == x->edits.len || at < x->edits.items[i].start))
		at++;
	x->edits.items[i - 1].end = at;
}

bool redirect_in_place(struct redirect *r, struct source_edits *ret, const char **ret_why)
{
	struct place x = { .redirect = r };
	bool ok = true;

	x.lazy = arena_array(planner_arena(r->planner), struct redirect_name, r->moved.len);
	vec_foreach(struct moved, m, &r->moved)
		ok = ok && replace(&x, m);
	ok = ok && drop_all(&x);
	if (ok && x.lazy_count)
		add_hook(&x);
	vec_sort(&x.edits, compare_edits);
	trim_head(&x);
	ret->items = arena_copy(planner_arena(r->planner), x.edits.items, x.edits.len, sizeof(*x.edits.items));
	ret->count = (uint32_t)x.edits.len;
	vec_release(&x.edits);
	*ret_why = x.why;
	return ok;
}
