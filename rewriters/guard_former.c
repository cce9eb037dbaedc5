/* Paths that a guard holds although nothing of the tree says so any more: rivals' before a migration, and those of an older guard. */
#include "base/base.h"
#include "rewriters/guard.h"

#include "base/path.h"
#include "rewriters/verify.h"

void guard_former_find(const struct rule_input *in, struct guard_former *ret)
{
	struct proofs proofs;

	*ret = (struct guard_former){ .paths = { 0 } };
	proofs_make(in, &proofs);
	vec_foreach (struct proof, x, &proofs.items)
		vec_foreach (struct proof_path, p, &x->paths)
			if (p->verdict == PATH_RIVAL)
				vec_push(&ret->paths, arena_str(&ret->arena, p->path));
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

	if (!s.len || (s.ptr[0] != '"' && s.ptr[0] != '\''))
		return STR("");
	inner = str_slice(s, 1, 1 + str_find(str_slice(s, 1, s.len), s.ptr[0]));
	return str_find(inner, '\\') == inner.len && str_find(inner, '\n') == inner.len ? inner : STR("");
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
	struct str rest = str_slice(text, at + PATHS.len, text.len), line;

	while (str_next(&rest, '\n', &line) && !str_starts(line, STR("}"))) {
		struct str path = string_at(line);

		if (path.len)
			vec_push(&ret->paths, arena_str(&ret->arena, path));
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

void guard_add_former(const struct rule_input *in, struct guard *g, const struct guard_former *former)
{
	struct target end = link_string(in->link, NONE, g->canonical);

	vec_foreach (struct str, path, &former->paths) {
		struct target t = link_string(in->link, NONE, *path);

		if (t.kind == TARGET_DEF && t.file == end.file && t.index == end.index && !has_path(g, *path))
			vec_push(&g->paths, (struct guard_path){ .path = arena_str(&g->arena, *path), .end = g->canonical });
	}
	vec_sort(&g->paths, compare_paths);
}
