/* What has to hold of a family: its paths, the names that nobody else may define, and where tests of it belong. */
#include "base/base.h"
#include "rewriters/guard.h"

#include <stdlib.h>

#include "base/path.h"
#include "rewriters/verify.h"

static const struct file *file_at(const struct rule_input *in, file_id file)
{
	return &in->project->files[file];
}

static void add_unique(struct guard *g, struct str text, bool is_name)
{
	if (is_name) {
		vec_foreach (struct str, x, &g->names)
			if (str_eq(*x, text))
				return;
		vec_push(&g->names, arena_str(&g->arena, text));
		return;
	}
	vec_foreach (struct str, x, &g->packages)
		if (str_eq(*x, text))
			return;
	vec_push(&g->packages, arena_str(&g->arena, text));
}

/* --- Import roots --- */

/* The import root of a file: what of its path stands before its module's first component. */
static struct str root_of(const struct rule_input *in, file_id file)
{
	struct str path = file_at(in, file)->path, module = link_module_name(in->link, file);
	unsigned up = is_package_file(file_at(in, file)) ? 2 : 1;

	for (size_t i = 0; i < module.len; i++)
		up += module.ptr[i] == '.';
	while (up--)
		path = path_dir(path);
	return path;
}

/* --- Paths --- */

/* Does the module warn at run time, naming where the canonical is? Read from its text as it would be. */
static bool warns(const struct rule_input *in, const struct guard *g, file_id file)
{
	struct strbuf text CLEANUP(strbuf_release) = { 0 };
	struct str module = g->module, package = str_head(g->module, '.');

	if (!project_source(in->project, file, &text, NULL))
		return false;
	if (!str_has(strbuf_str(&text), STR("DeprecationWarning")) || !str_has(strbuf_str(&text), STR("warn")))
		return false;
	return str_has(strbuf_str(&text), module) || (package.len && str_has(strbuf_str(&text), package));
}

/* A module that only hands on, so that to import it, or to ask it for the name, is to be warned. */
static bool is_redirect(const struct rule_input *in, const struct proof_path *x)
{
	const struct outline *o = &file_at(in, x->file)->outline;

	for (uint32_t d = 0; d < o->def_count; d++)
		if (o->defs[d].parent == NONE && o->defs[d].name.len && o->defs[d].name.ptr[0] != '_')
			return false;
	return true;
}

static bool names_something(struct str path)
{
	size_t colon = str_find(path, ':');

	return colon > 0 && colon + 1 < path.len;
}

static void add_path(const struct rule_input *in, struct guard *g, const struct proof_path *x)
{
	struct guard_path p = { .path = arena_str(&g->arena, x->path), .end = arena_str(&g->arena, x->end) };

	if (!names_something(x->path) || !names_something(x->end) || str_eq(x->path, x->end))
		return;
	p.is_elsewhere = !str_eq(root_of(in, x->file), g->root);
	p.warns = str_eq(x->end, g->canonical) && is_redirect(in, x) && warns(in, g, x->file);
	vec_push(&g->paths, p);
}

static void add_paths(const struct rule_input *in, struct guard *g, const struct proof *proof, bool is_strict)
{
	vec_foreach (struct proof_path, x, &proof->paths) {
		if (x->verdict == PATH_SAME || x->verdict == PATH_BY_DESIGN)
			add_path(in, g, x);
		if (x->verdict == PATH_SAME)
			add_unique(g, str_slice(x->path, str_find(x->path, ':') + 1, x->path.len), true);
		if (x->verdict == PATH_RIVAL && is_strict) {
			struct proof_path claimed = *x;

			claimed.end = g->canonical;
			add_path(in, g, &claimed);
			add_unique(g, str_slice(x->path, str_find(x->path, ':') + 1, x->path.len), true);
		}
	}
}

/* --- Definitions of the same names --- */

/* The path below the import root of the canonical; empty for a file of another root. */
static struct str below_root(const struct rule_input *in, const struct guard *g, file_id file)
{
	struct str path = file_at(in, file)->path;

	if (!g->root.len)
		return path;
	return path_is_inside(path, g->root) ? str_slice(path, g->root.len + 1, path.len) : STR("");
}

/* "app.engine" of "app/engine.py": as the tests name a file, whatever other import roots there may be. */
static struct str dotted_below(struct guard *g, struct str below)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	below = str_slice(below, 0, below.len - (str_ends(below, STR(".py")) ? 3 : 0));
	if (str_ends(below, STR("/__init__")))
		below = path_dir(below);
	for (size_t i = 0; i < below.len; i++)
		strbuf_addch(&b, below.ptr[i] == '/' ? '.' : below.ptr[i]);
	return arena_str(&g->arena, strbuf_str(&b));
}

static enum member_class class_of(const struct family *fam, file_id file, uint32_t def)
{
	vec_foreach (struct member, m, &fam->members)
		if (m->file == file && m->def == def && m->kind <= MEMBER_METHOD)
			return m->class;
	return CLASS_HELPER;
}

static bool has_name(const struct guard *g, struct str name)
{
	vec_foreach (struct str, x, &g->names)
		if (str_eq(*x, name))
			return true;
	return false;
}

static bool is_rival(enum member_class class)
{
	return class == CLASS_DUPLICATE || class == CLASS_NEAR_DUPLICATE || class == CLASS_FALLBACK || class == CLASS_IMPOSTOR || class == CLASS_EMPTY_SUBCLASS;
}

static void add_other(const struct rule_input *in, struct guard *g, const struct family *fam, file_id file, uint32_t def, bool is_strict)
{
	enum member_class class = class_of(fam, file, def);
	struct str module = dotted_below(g, below_root(in, g, file));
	struct guard_other x = { .why = class == CLASS_HELPER ? STR("no member of the family") : str_from(member_class_names[class]) };

	x.is_member = class != CLASS_HELPER;
	if (is_strict && is_rival(class))
		return;
	x.path = arena_printf(&g->arena, STR_FMT ":" STR_FMT, STR_ARG(module), STR_ARG(file_at(in, file)->outline.defs[def].name));
	vec_foreach (struct guard_other, y, &g->others)
		if (str_eq(y->path, x.path))
			return;
	vec_push(&g->others, x);
}

bool guard_has_members_beside(const struct guard *g)
{
	vec_foreach (const struct guard_other, x, &g->others)
		if (x->is_member)
			return true;
	return false;
}

static bool is_in_packages(const struct guard *g, struct str below)
{
	vec_foreach (struct str, p, &g->packages)
		if (path_is_inside(below, *p))
			return true;
	return false;
}

static void add_others(const struct rule_input *in, struct guard *g, const struct family *fam, const struct member *c, bool is_strict)
{
	for (file_id file = 0; file < in->project->file_count; file++) {
		const struct file *f = file_at(in, file);
		struct str below = f->lang && str_is(str_from(f->lang->name), "python") ? below_root(in, g, file) : STR("");

		if (!below.len || f->is_gone || !is_in_packages(g, below))
			continue;
		for (uint32_t d = 0; d < f->outline.def_count; d++)
			if (f->outline.defs[d].parent == NONE && has_name(g, f->outline.defs[d].name) && !(file == c->file && d == c->def))
				add_other(in, g, fam, file, d, is_strict);
	}
}

static void add_packages(const struct rule_input *in, struct guard *g, const struct family *fam, const struct member *c)
{
	vec_foreach (const struct member, m, &fam->members) {
		struct str below = m->is_production && m->basis == BASIS_LINKED ? below_root(in, g, m->file) : STR("");

		if (below.len)
			add_unique(g, str_slice(below, 0, str_find(below, '/')), false);
	}
}

/* --- The canonical --- */

static void add_methods(const struct rule_input *in, struct guard *g, const struct member *c)
{
	const struct outline *o = &file_at(in, c->file)->outline;

	if (c->kind != MEMBER_CLASS)
		vec_push(&g->methods, STR(""));
	for (uint32_t d = c->def + 1; c->kind == MEMBER_CLASS && d < o->def_count && o->defs[d].span.start < o->defs[c->def].end; d++) {
		bool is_known = o->defs[d].parent != c->def || o->defs[d].kind != DEF_FUNCTION ||
				(o->defs[d].name.ptr[0] == '_' && !str_is(o->defs[d].name, "__init__"));

		vec_foreach (struct str, n, &g->methods)
			is_known |= str_eq(*n, o->defs[d].name);
		if (!is_known)
			vec_push(&g->methods, arena_str(&g->arena, o->defs[d].name));
	}
}

static const struct proof *proof_of(const struct proofs *proofs, const struct rule_input *in, uint32_t family)
{
	return family < proofs->items.len && proofs->items.len == in->families->items.len ? &proofs->items.items[family] : NULL;
}

bool guard_make(const struct rule_input *in, uint32_t family, bool is_strict, struct guard *ret)
{
	const struct family *fam = &in->families->items.items[family];
	const struct member *c = canonical_of(fam);
	const struct proof *proof;
	struct proofs proofs;

	*ret = (struct guard){ .family = family };
	if (!c || c->basis != BASIS_LINKED || c->def == NONE || !c->is_production || c->kind > MEMBER_FUNCTION)
		return false;
	ret->product = arena_str(&ret->arena, fam->product);
	ret->canonical = member_path(in->link, c, &ret->arena);
	ret->module = str_slice(ret->canonical, 0, str_find(ret->canonical, ':'));
	ret->symbol = arena_str(&ret->arena, c->symbol);
	ret->file = arena_str(&ret->arena, file_at(in, c->file)->path);
	if (!ret->module.len)
		return false;
	ret->root = arena_str(&ret->arena, root_of(in, c->file));
	add_unique(ret, ret->symbol, true);
	proofs_make(in, &proofs);
	proof = proof_of(&proofs, in, family);
	if (proof)
		add_paths(in, ret, proof, is_strict);
	proofs_release(&proofs);
	add_packages(in, ret, fam, c);
	add_others(in, ret, fam, c, is_strict);
	add_methods(in, ret, c);
	guard_find_making(in, c, ret);
	return true;
}

void guard_release(struct guard *g)
{
	vec_release(&g->paths);
	vec_release(&g->others);
	vec_release(&g->names);
	vec_release(&g->packages);
	vec_release(&g->methods);
	arena_release(&g->arena);
}
