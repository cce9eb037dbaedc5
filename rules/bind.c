/* Names bound to members elsewhere: redirects, aliases, re-exports, impostors. */
#include "base/base.h"
#include "base/bisect.h"
#include "rules/finder.h"

#include <stdlib.h>

/* --- Aliases by what they are assigned --- */

static int compare_aliases(const void *a, const void *b)
{
	const struct alias_ref *x = a, *y = b;

	if (x->tail != y->tail)
		return x->tail < y->tail ? -1 : 1;
	if (x->file != y->file)
		return x->file < y->file ? -1 : 1;
	return x->binding < y->binding ? -1 : x->binding > y->binding;
}

void index_aliases(struct finder *f)
{
	for (file_id i = 0; i < f->project->file_count; i++) {
		const struct outline *o = &f->project->files[i].outline;

		for (uint32_t b = 0; b < o->binding_count; b++)
			if (o->bindings[b].kind == BINDING_ALIAS && o->bindings[b].def == NONE)
				vec_push(&f->aliases, (struct alias_ref){ str_hash(str_tail(o->bindings[b].value, '.')), i, b });
	}
	vec_sort(&f->aliases, compare_aliases);
}

static size_t first_alias(const struct finder *f, uint64_t tail)
{
	size_t at;

	bisect(at, f->aliases.len, f->aliases.items[at].tail < tail);
	return at;
}

/* --- Re-exports --- */

static bool is_exported(const struct outline *o, struct str name)
{
	for (uint32_t i = 0; i < o->export_count; i++)
		if (str_eq(o->exports[i], name))
			return true;
	return false;
}

/* The modules that somebody imports a name from: (file) -> 0. */
static void collect_taken(struct finder *f, struct str name, struct map *ret)
{
	const struct import_ref *refs;
	uint32_t count = link_importers_of_name(f->link, name, &refs);

	for (uint32_t i = 0; i < count; i++) {
		struct target t = link_import_module(f->link, refs[i].file, refs[i].import);

		if (t.kind == TARGET_MODULE && t.file != NONE && t.file != refs[i].file)
			map_set(ret, t.file, 0);
	}
}

static bool is_taken_from(struct finder *f, file_id module, struct str name)
{
	struct map taken = { 0 };
	bool found;

	collect_taken(f, name, &taken);
	found = map_has(&taken, module);
	map_release(&taken);
	return found;
}

/* It uses what it imports; `__all__` and its like do not. */
static bool is_data(const struct binding *b)
{
	return b->kind == BINDING_CALL || (b->kind == BINDING_OTHER && !str_starts(b->name, STR("__")));
}

/* A module with imports and other names for them only exists to hand names on. */
static bool is_bare(const struct file *file)
{
	const struct outline *o = &file->outline;

	for (uint32_t i = 0; i < o->binding_count; i++)
		if (is_data(&o->bindings[i]))
			return false;
	return o->def_count == 0 && !(file->roles & (ROLE_SCRIPT | ROLE_TEST));
}

static bool is_reexport(struct finder *f, file_id file, struct str bound, const struct import_name *n, const struct map *taken)
{
	const struct file *x = &f->project->files[file];

	if (is_exported(&x->outline, bound) || str_eq(n->name, n->alias))
		return true;
	if (is_package_file(x))
		return true;
	return is_bare(x) || (n->alias.len ? is_taken_from(f, file, bound) : map_has(taken, file));
}

/* --- Members --- */

static uint32_t member_of_target(const struct family *fam, const struct target *t)
{
	return t->kind == TARGET_DEF ? member_of_def(fam, t->file, t->index) : NONE;
}

static void add_import(struct finder *f, struct family *fam, const struct import_ref *ref, uint32_t target)
{
	const struct outline *o = &f->project->files[ref->file].outline;
	const struct import_name *n = &o->names[o->imports[ref->import].first_name + ref->n];
	uint32_t i = member_add(f, fam, MEMBER_IMPORT, ref->file, import_name_bound(n), o->imports[ref->import].span, NONE);

	fam->members.items[i].place = n->span;
	fam->members.items[i].index = ref->import;
	fam->members.items[i].target = target;
}

static bool has_binding_member(const struct family *fam, file_id file, uint32_t index, enum member_kind kind, struct str symbol)
{
	for (uint32_t i = 0; i < fam->members.len; i++) {
		const struct member *m = &fam->members.items[i];
		if (m->file == file && m->kind == kind && m->index == index && str_eq(m->symbol, symbol))
			return true;
	}
	return false;
}

/* One member under another member's name: whoever reads the code below takes it for the other. */
static bool is_disguise(const struct family *fam, const struct import_name *n)
{
	if (n->alias.len == 0 || str_eq(n->alias, n->name))
		return false;
	for (uint32_t i = 0; i < fam->members.len; i++)
		if (fam->members.items[i].kind <= MEMBER_FUNCTION && fam->members.items[i].is_production && str_eq(fam->members.items[i].symbol, n->alias))
			return true;
	return false;
}

/* Imports of a member's name that hand it on. */
static void expand_imports(struct finder *f, struct family *fam, struct str name)
{
	const struct import_ref *refs;
	uint32_t count = link_importers_of_name(f->link, name, &refs);
	struct map taken = { 0 };

	collect_taken(f, name, &taken);
	for (uint32_t i = 0; i < count; i++) {
		const struct outline *o = &f->project->files[refs[i].file].outline;
		const struct import *im = &o->imports[refs[i].import];
		const struct import_name *n;

		if (im->def != NONE || im->form != IMPORT_FROM || f->project->files[refs[i].file].roles & (ROLE_VENDORED | ROLE_BACKUP))
			continue;
		n = &o->names[im->first_name + refs[i].n];
		if (has_binding_member(fam, refs[i].file, refs[i].import, MEMBER_IMPORT, import_name_bound(n)))
			continue;
		struct target t = link_import(f->link, refs[i].file, refs[i].import, refs[i].n);
		uint32_t target = member_of_target(fam, &t);
		if (target != NONE && (is_reexport(f, refs[i].file, import_name_bound(n), n, &taken) || is_disguise(fam, n)))
			add_import(f, fam, &refs[i], target);
	}
	map_release(&taken);
}

/* Assignments of a member to another name. */
static void expand_aliases(struct finder *f, struct family *fam, struct str name)
{
	uint64_t tail = str_hash(name);

	for (size_t i = first_alias(f, tail); i < f->aliases.len && f->aliases.items[i].tail == tail; i++) {
		const struct alias_ref *r = &f->aliases.items[i];
		const struct binding *b = &f->project->files[r->file].outline.bindings[r->binding];

		if (f->project->files[r->file].roles & (ROLE_TEST | ROLE_VENDORED | ROLE_BACKUP | ROLE_STUB) ||
		    has_binding_member(fam, r->file, r->binding, MEMBER_ASSIGNMENT, b->name))
			continue;
		struct target t = link_dotted(f->link, r->file, NONE, b->value);
		uint32_t target = member_of_target(fam, &t);
		if (target == NONE && in_block(&f->project->files[r->file].outline, b->block, BLOCKS_HANDLER))
			target = member_of_name(fam, r->file, b->value);
		if (target == NONE || b->span.start == 0)
			continue;
		uint32_t m = member_add(f, fam, MEMBER_ASSIGNMENT, r->file, b->name, b->span, NONE);
		fam->members.items[m].index = r->binding;
		fam->members.items[m].target = target;
	}
}

/* Is a name one that a module other than the members' own binds to something else altogether? */
static bool is_foreign(struct finder *f, const struct family *fam, const struct target *t)
{
	if (t->kind != TARGET_DEF || member_of_target(fam, t) != NONE)
		return false;
	/* Another definition of the same name is a rival, not an impostor. */
	return !map_has(&f->candidate_of, map_pair(t->file, t->index));
}

/* `from x import Mixin as EngineFactory`: the family's name bound to something that is no member. */
static void expand_impostors(struct finder *f, struct family *fam, struct str name)
{
	const file_id *files;
	uint32_t count = link_binders(f->link, name, &files);

	for (uint32_t i = 0; i < count; i++) {
		const struct outline *o = &f->project->files[files[i]].outline;
		struct target t;

		if (f->project->files[files[i]].roles & (ROLE_NOT_PRODUCTION | ROLE_STUB))
			continue;
		t = link_name(f->link, files[i], name);
		if (!is_foreign(f, fam, &t) || str_eq(def_at(f, t.file, t.index)->name, name))
			continue;
		for (uint32_t k = 0; k < o->import_count; k++) {
			const struct import *im = &o->imports[k];

			for (uint32_t n = 0; im->def == NONE && im->form == IMPORT_FROM && n < im->name_count; n++) {
				const struct import_name *x = &o->names[im->first_name + n];
				/* Who takes the impostor under its name is deceived, no deceiver. */
				if (x->alias.len == 0 || str_eq(x->alias, x->name) || !str_eq(import_name_bound(x), name) || has_binding_member(fam, files[i], k, MEMBER_IMPORT, name))
					continue;
				uint32_t m = member_add(f, fam, MEMBER_IMPORT, files[i], name, im->span, NONE);
				fam->members.items[m].place = x->span;
				fam->members.items[m].index = k;
				fam->members.items[m].class = CLASS_IMPOSTOR;
				member_say(f, &fam->members.items[m], t.file, def_at(f, t.file, t.index)->span.line,
					   "binds the family's name to " STR_FMT ", which creates no " STR_FMT,
					   STR_ARG(def_at(f, t.file, t.index)->name), STR_ARG(fam->product));
			}
		}
	}
}

/* Only names that are a factory class' own are worth an impostor: a verb and a noun may be anybody's. */
static bool is_family_name(const struct family *fam, const struct member *m)
{
	return fam->is_factory && m->kind == MEMBER_CLASS;
}

void expand_bindings(struct finder *f, struct family *fam, uint32_t first)
{
	/* The list grows while it is walked: an alias found is a name to look for. */
	for (uint32_t i = first; i < fam->members.len; i++) {
		struct str name = fam->members.items[i].symbol;
		bool is_known = false;

		for (uint32_t k = 0; k < i && !is_known; k++)
			is_known = str_eq(fam->members.items[k].symbol, name);
		if (is_known || fam->members.items[i].class == CLASS_IMPOSTOR)
			continue;
		expand_imports(f, fam, name);
		expand_aliases(f, fam, name);
		if (is_family_name(fam, &fam->members.items[i]))
			expand_impostors(f, fam, name);
	}
}
