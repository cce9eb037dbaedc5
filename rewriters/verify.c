/* Follows every path to every member to its end, and looks whether that is the canonical. */
#include "base/base.h"
#include "rewriters/verify.h"

#include <stdlib.h>

#include "rules/rule.h"

const char *const path_verdict_names[PATH_VERDICT_COUNT] = {
	[PATH_SAME] = "same",
	[PATH_BY_DESIGN] = "by-design",
	[PATH_RIVAL] = "rival",
	[PATH_BROKEN] = "broken",
};

static bool is_rival_class(enum member_class class)
{
	switch (class) {
	case CLASS_DUPLICATE:
	case CLASS_NEAR_DUPLICATE:
	case CLASS_FALLBACK:
	case CLASS_IMPOSTOR:
	case CLASS_EMPTY_SUBCLASS:
		return true;
	default:
		return false;
	}
}

/* A name at the top level of a production module that is meant to be used. */
static bool is_path(const struct member *m)
{
	switch (m->class) {
	case CLASS_HELPER:
	case CLASS_BACKUP:
	case CLASS_TEST_DOUBLE:
	case CLASS_BYPASS:
		return false;
	default:
		return m->is_production && m->kind != MEMBER_METHOD && m->kind != MEMBER_CALL && m->kind != MEMBER_MODULE &&
		       str_find(m->symbol, '.') == m->symbol.len;
	}
}

/* The class of what an alias or redirect leads to decides what it is. */
static enum member_class class_at_end(const struct family *fam, const struct member *m, const struct target *t)
{
	vec_foreach(struct member, x, &fam->members)
		if (t->kind == TARGET_DEF && x->kind <= MEMBER_METHOD && x->file == t->file && x->def == t->index)
			return x->class;
	return m->class;
}

static enum path_verdict judge(const struct family *fam, const struct member *m, const struct target *t)
{
	const struct member *c = canonical_of(fam);

	if (t->kind == TARGET_NO_MODULE || t->kind == TARGET_NO_NAME || t->kind == TARGET_CYCLE)
		return PATH_BROKEN;
	if (c && t->kind == TARGET_DEF && t->file == c->file && t->index == c->def)
		return PATH_SAME;
	return is_rival_class(class_at_end(fam, m, t)) || m->class == CLASS_IMPOSTOR ? PATH_RIVAL : PATH_BY_DESIGN;
}

static struct str name_of_end(struct proofs *p, const struct rule_input *in, const struct target *t)
{
	const struct outline *o;
	struct str name = t->name, module;

	if (t->file == NONE)
		return arena_str(&p->arena, name);
	o = &in->project->files[t->file].outline;
	if (t->kind == TARGET_DEF)
		name = o->defs[t->index].name;
	else if (t->kind == TARGET_VARIABLE)
		name = o->bindings[t->index].name;
	module = link_module_name(in->link, t->file); /* of C: none */
	return arena_printf(&p->arena, STR_FMT ":" STR_FMT, STR_ARG(module.len ? module : in->project->files[t->file].path), STR_ARG(name));
}

static void add_path(struct proofs *p, struct proof *x, const struct rule_input *in, const struct family *fam, const struct member *m)
{
	struct target t = link_name(in->link, m->file, m->symbol);
	struct proof_path path = { .file = m->file, .line = m->span.line, .class = m->class, .verdict = judge(fam, m, &t) };

	path.path = member_path(in->link, m, &p->arena);
	path.end = name_of_end(p, in, &t);
	x->verdicts[path.verdict]++;
	vec_push(&x->paths, path);
}

static void add_dangling(struct proofs *p, struct proof *x, const struct rule_input *in, const struct importer *i)
{
	const struct outline *o = &in->project->files[i->file].outline;
	const struct import *im = &o->imports[i->import];
	struct str name = i->n == NONE ? STR("*") : o->names[im->first_name + i->n].name;
	struct proof_dangling d = { .file = i->file, .line = im->span.line, .is_guarded = is_guarded(in, i) };

	d.path = arena_printf(&p->arena, "%.*s" STR_FMT ":" STR_FMT, (int)MIN(im->level, 8u), "........", STR_ARG(im->module), STR_ARG(name));
	vec_push(&x->dangling, d);
}

static int compare_paths(const void *left, const void *right)
{
	const struct proof_path *a = left, *b = right;
	bool first = a->class == CLASS_CANONICAL, second = b->class == CLASS_CANONICAL;
	int order = first != second ? (first ? -1 : 1) : str_cmp(a->path, b->path);

	return order ? order : a->line < b->line ? -1 : a->line > b->line;
}

static struct proof prove(struct proofs *p, const struct rule_input *in, const struct family *fam)
{
	const struct member *c = canonical_of(fam);
	struct proof x = { .product = fam->product, .decision = fam->decision, .file = NONE };

	if (c) {
		x.canonical = member_path(in->link, c, &p->arena);
		x.file = c->file;
		x.line = c->span.line;
	}
	vec_foreach(struct member, m, &fam->members)
		if (is_path(m))
			add_path(p, &x, in, fam, m);
	vec_foreach(struct importer, i, &fam->importers) {
		x.imports++;
		if (i->status == IMPORT_NO_MODULE || i->status == IMPORT_NO_NAME)
			add_dangling(p, &x, in, i);
	}
	vec_sort(&x.paths, compare_paths);
	x.holds = c && x.verdicts[PATH_RIVAL] == 0 && x.verdicts[PATH_BROKEN] == 0 && x.dangling.len == 0;
	return x;
}

void proofs_make(const struct rule_input *in, struct proofs *ret)
{
	*ret = (struct proofs){ 0 };
	vec_foreach(struct family, fam, &in->families->items) {
		struct proof x = prove(ret, in, fam);

		ret->failed += !x.holds;
		vec_push(&ret->items, x);
	}
}

void proofs_release(struct proofs *p)
{
	vec_foreach(struct proof, x, &p->items) {
		vec_release(&x->paths);
		vec_release(&x->dangling);
	}
	vec_release(&p->items);
	arena_release(&p->arena);
}
