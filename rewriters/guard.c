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
static struct str below_root(const struct rule_input *in, const struct member *c, file_id file)
{
	struct str path = file_at(in, file)->path, own = file_at(in, c->file)->path;
	struct str module = link_module_name(in->link, c->file), top = str_slice(module, 0, str_find(module, '.'));
	size_t root = 0;

	/* The root is what stands before the module's first component. */
	for (size_t i = 0; i < own.len; i = i + str_find(str_slice(own, i, own.len), '/') + 1) {
		struct str rest = str_slice(own, i, own.len);

		if (str_starts(rest, top) && (rest.len == top.len || rest.ptr[top.len] == '/' || rest.ptr[top.len] == '.')) {
			root = i;
			break;
		}
	}
	if (!str_starts(path, str_slice(own, 0, root)))
		return STR("");
	return str_slice(path, root, path.len);
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
	struct str module = link_module_name(in->link, file);
	struct guard_other x = { .why = class == CLASS_HELPER ? STR("no member of the family") : str_from(member_class_names[class]) };

	if (is_strict && is_rival(class))
		return;
	x.path = arena_printf(&g->arena, STR_FMT ":" STR_FMT, STR_ARG(module), STR_ARG(file_at(in, file)->outline.defs[def].name));
	vec_foreach (struct guard_other, y, &g->others)
		if (str_eq(y->path, x.path))
			return;
	vec_push(&g->others, x);
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
		struct str below = f->lang && str_is(str_from(f->lang->name), "python") ? below_root(in, c, file) : STR("");

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
		struct str below = m->is_production && m->basis == BASIS_LINKED ? below_root(in, c, m->file) : STR("");

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

static unsigned depth_of(const struct rule_input *in, struct str module, file_id file)
{
	unsigned depth = is_package_file(file_at(in, file)) ? 1 : 0;

	for (size_t i = 0; i < module.len; i++)
		depth += module.ptr[i] == '.';
	return depth;
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
	ret->depth = depth_of(in, ret->module, c->file);
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

/* --- Where it belongs --- */

struct str guard_stem(struct str symbol, struct arena *a)
{
	struct strbuf b CLEANUP(strbuf_release) = { 0 };

	for (size_t i = 0; i < symbol.len; i++) {
		char c = symbol.ptr[i];
		bool is_upper = c >= 'A' && c <= 'Z';
		bool after_lower = i > 0 && !(symbol.ptr[i - 1] >= 'A' && symbol.ptr[i - 1] <= 'Z') && symbol.ptr[i - 1] != '_';

		if (is_upper && after_lower)
			strbuf_addch(&b, '_');
		strbuf_addch(&b, is_upper ? (char)(c - 'A' + 'a') : c);
	}
	return arena_str(a, strbuf_str(&b));
}

struct str guard_file_name(const struct guard *g, struct arena *a)
{
	struct str stem = guard_stem(g->symbol, a);

	return arena_printf(a, "test_guard_" STR_FMT ".py", STR_ARG(stem));
}

static unsigned slashes(struct str path)
{
	unsigned count = 0;

	for (size_t i = 0; i < path.len; i++)
		count += path.ptr[i] == '/';
	return count;
}

static bool holds_tests(const struct file *f)
{
	struct str base = path_base(f->path);

	if (!(f->roles & ROLE_TEST) || (f->roles & (ROLE_BACKUP | ROLE_VENDORED | ROLE_EXAMPLE)) || !str_ends(base, STR(".py")))
		return false;
	if (!str_starts(base, STR("test_")) && !str_ends(base, STR("_test.py")))
		return false;
	/* A module of production may be called so, too. */
	for (uint32_t d = 0; d < f->outline.def_count; d++)
		if (f->outline.defs[d].kind == DEF_FUNCTION && str_starts(f->outline.defs[d].name, STR("test")))
			return true;
	return false;
}

/* How many folders two paths have in common at their beginning. */
static unsigned shared_folders(struct str a, struct str b)
{
	unsigned count = 0;
	struct str x, y;

	while (str_next(&a, '/', &x) && str_next(&b, '/', &y) && str_eq(x, y))
		count++;
	return count;
}

bool guard_is_nearer(struct str dir, struct str best, struct str canonical)
{
	unsigned shared = shared_folders(path_dir(canonical), dir), before = shared_folders(path_dir(canonical), best);

	if (shared != before)
		return shared > before;
	return slashes(dir) < slashes(best) || (slashes(dir) == slashes(best) && str_is(path_base(dir), "tests") && !str_is(path_base(best), "tests"));
}

struct str guard_folder(const struct rule_input *in, const struct guard *g, struct arena *a)
{
	struct str best = STR("tests");
	bool is_found = false;

	for (file_id file = 0; file < in->project->file_count; file++) {
		struct str dir = path_dir(file_at(in, file)->path);

		if (!dir.len || !holds_tests(file_at(in, file)))
			continue;
		if (!is_found || guard_is_nearer(dir, best, g->file))
			best = dir;
		is_found = true;
	}
	return arena_str(a, best);
}

static bool imports_module(const struct outline *o, const char *module)
{
	for (uint32_t i = 0; i < o->import_count; i++) {
		if (o->imports[i].form != IMPORT_MODULE) {
			if (str_is(o->imports[i].module, module))
				return true;
			continue;
		}
		for (uint32_t n = 0; n < o->imports[i].name_count; n++)
			if (str_is(o->names[o->imports[i].first_name + n].name, module))
				return true;
	}
	return false;
}

enum test_framework guard_framework(const struct rule_input *in)
{
	uint32_t pytest = 0, unittest = 0;

	for (file_id file = 0; file < in->project->file_count; file++) {
		const struct outline *o = &file_at(in, file)->outline;
		bool uses_unittest;

		if (!holds_tests(file_at(in, file)))
			continue;
		uses_unittest = imports_module(o, "unittest");
		pytest += imports_module(o, "pytest") || !uses_unittest;
		unittest += uses_unittest && !imports_module(o, "pytest");
	}
	return pytest > unittest ? FRAMEWORK_PYTEST : FRAMEWORK_UNITTEST;
}
