/* Who looks a module's name up when the code runs, and which of them move. */
#include "base/base.h"
#include "rewriters/seam_impl.h"

static const struct outline *outline_of(const struct planner *p, file_id file)
{
	return &planner_input(p)->project->files[file].outline;
}

static void add_reader(struct planner *p, struct seam_plan *s, file_id file, uint32_t line, uint32_t import, uint32_t n)
{
	struct seam_reader r = { .file = file, .line = line, .change = NONE, .target = NONE };

	if (import != NONE)
		r.target = planner_moved_to(p, file, import, n, &r.change);
	if (s->new_file != NONE && r.target != s->new_file)
		r.change = NONE; /* where it goes the string does not follow */
	vec_push(&s->readers, r);
}

/* Is the reader one that was asked for? */
static bool is_wanted(const struct planner *p, const struct seam_plan *s, const struct import_ref *r)
{
	uint32_t change;

	return !s->only_movers || planner_moved_to(p, r->file, r->import, r->n, &change) != NONE;
}

static bool is_in_function(const struct outline *o, uint32_t def)
{
	while (def != NONE && o->defs[def].kind == DEF_CLASS)
		def = o->defs[def].parent;
	return def != NONE;
}

/* `from old import X` inside of a function: looked up at each call. Elsewhere it has been copied long before. */
static void add_late_imports(struct planner *p, struct seam_plan *s)
{
	const struct import_ref *refs;
	uint32_t count = link_importers_of_name(planner_input(p)->link, s->name, &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct import *im = &outline_of(p, refs[i].file)->imports[refs[i].import];
		struct target t;

		if (!is_in_function(outline_of(p, refs[i].file), im->def) || !is_wanted(p, s, &refs[i]))
			continue;
		t = link_import_module(planner_input(p)->link, refs[i].file, refs[i].import);
		if (t.kind == TARGET_MODULE && t.file == s->old_file)
			add_reader(p, s, refs[i].file, im->span.line, refs[i].import, refs[i].n);
	}
}

/* --- Attributes of the module --- */

/* "old.X", "old.X.create" for the name X of what is bound as "old" */
static bool reads_name(struct str dotted, struct str bound, struct str name)
{
	struct str rest;

	if (!str_starts(dotted, bound) || dotted.len <= bound.len || dotted.ptr[bound.len] != '.')
		return false;
	rest = str_slice(dotted, bound.len + 1, dotted.len);
	return str_eq(str_slice(rest, 0, str_find(rest, '.')), name);
}

static uint32_t line_at(struct str source, uint32_t offset)
{
	uint32_t line = 1;

	for (uint32_t i = 0; i < offset && i < source.len; i++)
		line += source.ptr[i] == '\n';
	return line;
}

static bool can_read_names(struct planner *p, file_id file)
{
	return planner_lang(p, file) && planner_lang(p, file)->names && !planner_names(p, file)->has_error;
}

static void add_attribute_reads(struct planner *p, struct seam_plan *s, file_id file, uint32_t import, uint32_t n)
{
	const struct outline *o = outline_of(p, file);
	const struct import_name *name = &o->names[o->imports[import].first_name + n];
	struct str bound = name->alias.len ? name->alias : name->name;
	const struct source_names *names;

	if (!str_has(planner_source(p, file), s->name))
		return; /* most do not: they need not be parsed */
	if (!can_read_names(p, file)) {
		add_reader(p, s, file, o->imports[import].span.line, NONE, NONE); /* it may */
		return;
	}
	names = planner_names(p, file);
	for (uint32_t i = 0; i < names->read_count; i++)
		if (reads_name(names->reads[i].dotted, bound, s->name))
			add_reader(p, s, file, line_at(planner_source(p, file), names->reads[i].start), import, n);
}

static void add_module_imports(struct planner *p, struct seam_plan *s)
{
	const struct import_ref *refs;
	struct link *l = planner_input(p)->link;
	uint32_t count = link_importers_of_module(l, str_tail(link_module_name(l, s->old_file), '.'), &refs);

	for (uint32_t i = 0; i < count; i++) {
		const struct import *im = &outline_of(p, refs[i].file)->imports[refs[i].import];
		struct target t;

		if (refs[i].n == NONE || im->form == IMPORT_STAR || !is_wanted(p, s, &refs[i]))
			continue;
		t = link_import(l, refs[i].file, refs[i].import, refs[i].n);
		if (t.kind == TARGET_MODULE && t.file == s->old_file)
			add_attribute_reads(p, s, refs[i].file, refs[i].import, refs[i].n);
	}
}

/* Functions of the module itself that read it as a global. */
static void add_own_reads(struct planner *p, struct seam_plan *s)
{
	const struct outline *o = outline_of(p, s->old_file);
	const struct source_names *names;

	if (o->def_count == 0)
		return; /* nothing runs there after it was loaded */
	if (!can_read_names(p, s->old_file)) {
		add_reader(p, s, s->old_file, 1, NONE, NONE);
		return;
	}
	names = planner_names(p, s->old_file);
	for (uint32_t i = 0; i < names->read_count; i++) {
		const struct source_read *r = &names->reads[i];
		bool is_late = false;

		for (uint32_t scope = r->scope; scope != NONE; scope = names->scopes[scope].parent)
			is_late |= names->scopes[scope].kind == SCOPE_FUNCTION || names->scopes[scope].kind == SCOPE_LAMBDA;
		if (is_late && r->binder == 0 && str_eq(r->name, s->name) && !r->is_quoted)
			add_reader(p, s, s->old_file, line_at(planner_source(p, s->old_file), r->start), NONE, NONE);
	}
}

void seam_find_readers(struct planner *p, struct seam_plan *s)
{
	add_late_imports(p, s);
	add_module_imports(p, s);
	if (!s->only_movers)
		add_own_reads(p, s);
}

/* --- What moves at all --- */

void seam_moved_names(struct planner *p, struct map *ret)
{
	vec_foreach(struct planner_move, m, &p->moves) {
		const struct outline *o = outline_of(p, m->file);
		const struct import *im = &o->imports[m->import];
		struct target t;

		if (m->n == NONE)
			continue;
		map_set(ret, str_hash(o->names[im->first_name + m->n].name), 0);
		t = link_import(planner_input(p)->link, m->file, m->import, m->n);
		if (t.kind != TARGET_MODULE || t.file == NONE)
			continue;
		/* any name of the module may be looked up through it */
		struct str *all;
		uint32_t count = link_names(planner_input(p)->link, t.file, planner_arena(p), &all);

		for (uint32_t i = 0; i < count; i++)
			map_set(ret, str_hash(all[i]), 0);
	}
}
