/* Who uses a name of a module, once the changes so far are made. */
#include "base/base.h"
#include "rewriters/users.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "analyzers/config.h"
#include "base/strbuf.h"

#define SHOWN_MAX 5 /* users that a reason names */

void users_release(struct users *u)
{
	vec_release(&u->items);
}

static const struct outline *outline_at(struct planner *p, file_id file)
{
	return &planner_input(p)->project->files[file].outline;
}

static void add(struct planner *p, struct users *u, file_id file, uint32_t line, const char *how)
{
	vec_foreach(struct user, x, &u->items)
		if (x->file == file && x->line == line)
			return;
	vec_push(&u->items, (struct user){ file, planner_input(p)->project->files[file].path, line, how });
}

static int compare_users(const void *left, const void *right)
{
	const struct user *a = left, *b = right;
	int order = str_cmp(a->path, b->path);

	return order ? order : a->line < b->line ? -1 : a->line > b->line;
}

/* --- Imports --- */

static bool is_moved(struct planner *p, const struct users *u, const struct import_ref *r, uint32_t n)
{
	uint32_t change;

	return !u->counts_moved && planner_moved_to(p, r->file, r->import, n, &change) != NONE;
}

static bool takes_from(struct planner *p, const struct import_ref *r, file_id module)
{
	struct target t;

	if (outline_at(p, r->file)->imports[r->import].form == IMPORT_MODULE)
		return false;
	t = link_import_module(planner_input(p)->link, r->file, r->import);
	return t.kind == TARGET_MODULE && t.file == module;
}

/* Does the n-th name of the statement bind the module itself? */
static bool binds_module(struct planner *p, const struct users *u, const struct import_ref *r, uint32_t n, file_id module)
{
	struct target t = link_import(planner_input(p)->link, r->file, r->import, n);

	return t.kind == TARGET_MODULE && t.file == module && !is_moved(p, u, r, n);
}

static struct str spelled(const struct outline *o, const struct import *im, uint32_t n)
{
	const struct import_name *x = &o->names[im->first_name + n];

	return x->alias.len ? x->alias : x->name;
}

static bool reads_attribute(const struct source_read *r, struct str module, struct str name)
{
	struct str rest = r->dotted;

	if (!str_starts(rest, module) || rest.len <= module.len || rest.ptr[module.len] != '.')
		return false;
	rest = str_slice(rest, module.len + 1, rest.len);
	return str_eq(str_slice(rest, 0, str_find(rest, '.')), name);
}

static uint32_t line_of(struct str source, uint32_t at)
{
	uint32_t line = 1;

	for (uint32_t i = 0; i < at && i < source.len; i++)
		line += source.ptr[i] == '\n' || (source.ptr[i] == '\r' && !(i + 1 < source.len && source.ptr[i + 1] == '\n'));
	return line;
}

static void find_attributes(struct planner *p, file_id file, struct str module, struct str name, struct users *ret)
{
	const struct source_names *names = planner_names(p, file);

	for (uint32_t i = 0; i < names->read_count; i++)
		if (reads_attribute(&names->reads[i], module, name))
			add(p, ret, file, line_of(planner_source(p, file), names->reads[i].start), "takes it from the imported module");
}

/* Does a star import take the name, or with an empty one anything, from the module? */
static bool star_takes(struct planner *p, const struct import_ref *r, file_id module, struct str name)
{
	const struct star_names *star = planner_star(p, r->file, r->import);

	if (!takes_from(p, r, module))
		return false;
	for (uint32_t i = 0; star && i < star->count; i++)
		if (star->homes[i] == module && (!name.len || str_eq(star->names[i], name)))
			return true;
	return !star;
}

static void find_in_statement(struct planner *p, const struct import_ref *r, file_id module, struct str name, struct users *ret)
{
	const struct outline *o = outline_at(p, r->file);
	const struct import *im = &o->imports[r->import];

	if (im->form == IMPORT_STAR) {
		if (star_takes(p, r, module, name))
			add(p, ret, r->file, im->span.line, "imports everything with a star");
		return;
	}
	for (uint32_t n = 0; n < im->name_count; n++) {
		if (im->form == IMPORT_FROM && takes_from(p, r, module) && str_eq(o->names[im->first_name + n].name, name) && !is_moved(p, ret, r, n))
			add(p, ret, r->file, im->span.line, "imports it");
		if (binds_module(p, ret, r, n, module))
			find_attributes(p, r->file, spelled(o, im, n), name, ret);
	}
}

/* --- Strings that are read as names --- */

static bool leads_through(struct str text, struct str module, struct str name)
{
	struct str rest;

	if (!module.len || !str_starts(text, module))
		return false;
	rest = str_slice(text, module.len, text.len);
	if (!name.len)
		return !rest.len || rest.ptr[0] == '.' || rest.ptr[0] == ':';
	if (!rest.len || (rest.ptr[0] != '.' && rest.ptr[0] != ':'))
		return false;
	rest = str_slice(rest, 1, rest.len);
	return str_eq(str_slice(rest, 0, str_find(rest, '.')), name);
}

static void find_seams(struct planner *p, file_id module, struct str name, struct users *ret)
{
	const struct rule_input *in = planner_input(p);
	struct str dotted = link_module_name(in->link, module);

	for (file_id i = 0; i < in->project->file_count; i++) {
		const struct outline *o = outline_at(p, i);

		for (uint32_t k = 0; i != module && k < o->seam_count; k++)
			if (leads_through(o->seams[k].text, dotted, name))
				add(p, ret, i, o->seams[k].span.line, "names it in a string");
	}
}

/* --- Questions --- */

void users_of_name(struct planner *p, file_id module, struct str name, struct users *ret)
{
	struct link *l = planner_input(p)->link;
	const struct import_ref *refs;
	uint32_t count = link_importers_of_module(l, str_tail(link_module_name(l, module), '.'), &refs);

	for (uint32_t i = 0; i < count; i++)
		if (refs[i].file != module)
			find_in_statement(p, &refs[i], module, name, ret);
	find_seams(p, module, name, ret);
	vec_sort(&ret->items, compare_users);
}

static bool loads(struct planner *p, const struct users *u, const struct import_ref *r, file_id module)
{
	const struct import *im = &outline_at(p, r->file)->imports[r->import];
	bool takes = takes_from(p, r, module), all_moved = im->name_count > 0;

	if (im->form == IMPORT_STAR)
		return star_takes(p, r, module, (struct str){ 0 });

	for (uint32_t n = 0; n < im->name_count; n++) {
		all_moved = all_moved && is_moved(p, u, r, n);
		if (binds_module(p, u, r, n, module))
			return true;
	}
	return takes && !all_moved;
}

void users_of_module(struct planner *p, file_id module, struct users *ret)
{
	struct link *l = planner_input(p)->link;
	const struct import_ref *refs;
	uint32_t count = link_importers_of_module(l, str_tail(link_module_name(l, module), '.'), &refs);

	for (uint32_t i = 0; i < count; i++)
		if (refs[i].file != module && loads(p, ret, &refs[i], module))
			add(p, ret, refs[i].file, outline_at(p, refs[i].file)->imports[refs[i].import].span.line, "imports it");
	find_seams(p, module, (struct str){ 0 }, ret);
	vec_sort(&ret->items, compare_users);
}

struct str users_text(struct planner *p, const struct users *u)
{
	struct strbuf out CLEANUP(strbuf_release) = { 0 };

	strbuf_printf(&out, "%zu user%s", u->items.len, u->items.len == 1 ? " remains: " : "s remain: ");
	for (size_t i = 0; i < u->items.len && i < SHOWN_MAX; i++)
		strbuf_printf(&out, "%s" STR_FMT ":%u %s", i > 0 ? ", " : "", STR_ARG(u->items.items[i].path), u->items.items[i].line, u->items.items[i].how);
	if (u->items.len > SHOWN_MAX)
		strbuf_printf(&out, " and %zu more", u->items.len - SHOWN_MAX);
	return arena_str(planner_arena(p), strbuf_str(&out));
}

/* --- What the rewriters of definitions share --- */

bool is_exported_by(const struct outline *o, struct str name)
{
	for (uint32_t i = 0; i < o->export_count; i++)
		if (str_eq(o->exports[i], name))
			return true;
	return false;
}

static const struct family *family_of(struct planner *p, const struct finding *x)
{
	return x->family == NONE ? NULL : &planner_input(p)->families->items.items[x->family];
}

const struct member *member_of_finding(struct planner *p, const struct finding *x)
{
	const struct family *fam = family_of(p, x);

	if (!fam)
		return NULL;
	vec_foreach(struct member, m, &fam->members)
		if (m->file == x->file && (m->kind == MEMBER_IMPORT ? m->place : m->span).start == x->span.start)
			return m;
	return NULL;
}

const struct member *canonical_of_finding(struct planner *p, const struct finding *x)
{
	const struct family *fam = family_of(p, x);

	return !fam || fam->canonical == NONE ? NULL : &fam->members.items[fam->canonical];
}

struct str path_of_member(struct planner *p, const struct member *m)
{
	return arena_printf(planner_arena(p), STR_FMT "." STR_FMT, STR_ARG(link_module_name(planner_input(p)->link, m->file)), STR_ARG(m->symbol));
}

struct str removal_of(struct planner *p, const struct finding *x)
{
	const struct rule_input *in = planner_input(p);
	const struct family *fam = family_of(p, x);
	const struct config_allow *allow = fam ? family_allowance(fam, in->config, in->project, in->link, x->file) : NULL;

	return allow ? allow->until : (struct str){ 0 };
}

void show_reason(struct planner *p, const struct rewriter *self, const struct finding *x, const char *format, ...)
{
	uint32_t c = change_begin(p, self, x, MEND_SHOW, STR_FMT, STR_ARG(x->message));
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	change_reason(p, c, "%s", text);
}
