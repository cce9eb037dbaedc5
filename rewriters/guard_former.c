/* Paths that a guard holds although nothing of the tree says so any more: rivals' before a migration, and those of an older guard. */
#include "base/base.h"
#include "rewriters/guard.h"

#include "base/path.h"
#include "rewriters/verify.h"

static void add_former(struct guard_former *f, struct str path, struct str canonical)
{
	vec_push(&f->paths, (struct guard_former_path){ .path = arena_str(&f->arena, path), .canonical = arena_str(&f->arena, canonical) });
}

void guard_former_find(const struct rule_input *in, struct guard_former *ret)
{
	struct proofs proofs;

	*ret = (struct guard_former){ .paths = { 0 } };
	proofs_make(in, &proofs);
	vec_foreach (struct proof, x, &proofs.items)
		vec_foreach (struct proof_path, p, &x->paths)
			if (p->verdict == PATH_RIVAL)
				add_former(ret, p->path, x->canonical);
	proofs_release(&proofs);
}

void guard_former_release(struct guard_former *f)
{
	vec_release(&f->paths);
	arena_release(&f->arena);
}

/* --- What an older guard says --- */

static size_t find_text(struct str text, struct str what)
{
	for (size_t i = 0; i + what.len <= text.len; i++)
		if (str_starts(str_slice(text, i, text.len), what))
			return i;
	return text.len;
}

/* The text of the string at the front, after white space; empty when there is none, or one with escapes. */
static struct str string_at(struct str text)
{
	struct str s = str_trim(text), inner;
	size_t end;

	if (!s.len || (s.ptr[0] != '"' && s.ptr[0] != '\''))
		return STR("");
	inner = str_slice(s, 1, s.len);
	end = str_find(inner, s.ptr[0]);
	if (end == inner.len || str_find(inner, '\\') < end || str_find(inner, '\n') < end)
		return STR("");
	return str_slice(inner, 0, end);
}

#define CANONICAL STR("\nCANONICAL = ")
#define PATHS STR("\nPATHS = {\n")

struct str guard_canonical_in(struct str text)
{
	size_t at = find_text(text, CANONICAL);

	return string_at(str_slice(text, at + CANONICAL.len, text.len));
}

void guard_former_read(struct str text, struct guard_former *ret)
{
	size_t at = find_text(text, PATHS);
	struct str rest = str_slice(text, at + PATHS.len, text.len), canonical = guard_canonical_in(text), line;

	while (str_next(&rest, '\n', &line) && !str_starts(line, STR("}"))) {
		struct str path = string_at(line);

		if (path.len)
			add_former(ret, path, canonical);
	}
}

/* --- Held still --- */

static bool has_path(const struct guard *g, struct str path)
{
	vec_foreach (const struct guard_path, p, &g->paths)
		if (str_eq(p->path, path))
			return true;
	return str_eq(path, g->canonical);
}

static int compare_paths(const void *left, const void *right)
{
	const struct guard_path *a = left, *b = right;

	return str_cmp(a->path, b->path);
}

/* "app.engine:Engine" of a definition at the top of a module; empty for any other. */
static struct str path_of(const struct rule_input *in, const struct target *t, struct arena *a)
{
	const struct outline *o = t->kind == TARGET_DEF ? &in->project->files[t->file].outline : NULL;

	if (!o || o->defs[t->index].parent != NONE)
		return STR("");
	return arena_printf(a, STR_FMT ":" STR_FMT, STR_ARG(link_module_name(in->link, t->file)), STR_ARG(o->defs[t->index].name));
}

void guard_add_former(const struct rule_input *in, struct guard *g, const struct guard_former *former)
{
	vec_foreach (struct guard_former_path, x, &former->paths) {
		struct target t = link_string(in->link, NONE, x->path);
		struct str end = path_of(in, &t, &g->arena);
		bool is_of_family = str_eq(x->canonical, g->canonical) || str_eq(end, g->canonical);

		if (end.len && is_of_family && !str_eq(end, x->path) && !has_path(g, x->path))
			vec_push(&g->paths, (struct guard_path){ .path = arena_str(&g->arena, x->path), .end = end });
	}
	vec_sort(&g->paths, compare_paths);
}
