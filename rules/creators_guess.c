/* Flags for a file that no compile database names: include directories guessed from what its includes come to. */
#include "base/base.h"
#include "rules/creators_unit.h"

#include "analyzers/lang/c/c.h"
#include "base/path.h"

#define DIRS_MAX 48 /* of one unit: those that most includes need */

/* A directory that makes includes resolve. */
struct guess {
	struct str dir; /* relative to the root */
	uint32_t uses;
};

struct guesses {
	struct map by_dir; /* hash -> index */
	VEC(struct guess) items;
};

/* "include" for include/net/conn.h included as <net/conn.h>; false when the target is not found below a directory. */
static bool directory_of(struct str target, struct str spelling, struct str *ret)
{
	if (!str_ends(target, spelling))
		return false;
	if (target.len == spelling.len) {
		*ret = STR("");
		return true;
	}
	if (target.ptr[target.len - spelling.len - 1] != '/')
		return false;
	*ret = str_slice(target, 0, target.len - spelling.len - 1);
	return true;
}

static void count_use(struct guesses *g, struct str dir)
{
	uint64_t key = str_hash(dir);
	uint32_t known = map_get(&g->by_dir, key);

	if (known == NONE) {
		known = (uint32_t)g->items.len;
		map_set(&g->by_dir, key, known);
		vec_push(&g->items, (struct guess){ .dir = dir });
	}
	g->items.items[known].uses++;
}

/* What stands beside its includer needs no directory. */
static void count_includes(const struct creators *c, struct guesses *g, file_id file)
{
	const struct cfacts *facts = cfacts_of(c, file);
	struct str own = path_dir(c->project->files[file].path), dir;

	for (uint32_t i = 0; i < facts->include_count; i++) {
		file_id target = c->targets[file][i];

		if (target == NONE || !directory_of(c->project->files[target].path, facts->includes[i].path, &dir))
			continue;
		if (facts->includes[i].form == CINCLUDE_QUOTED && str_eq(dir, own))
			continue;
		count_use(g, dir);
	}
}

static int compare_guesses(const void *a, const void *b)
{
	const struct guess *x = a, *y = b;

	if (x->uses != y->uses)
		return x->uses > y->uses ? -1 : 1;
	return str_cmp(x->dir, y->dir);
}

struct clang_unit creators_guess(struct creators *c, file_id file)
{
	struct arena *a = &c->units->arena;
	struct str root = c->project->root, path = c->project->files[file].path;
	struct clang_unit unit = { .path = path_join(a, root, path), .directory = arena_str(a, root) };
	struct guesses g = { .items = { 0 } };
	const file_id *seen;
	uint32_t count = seen_files(c, file, &seen), n = 0;
	const char **args;

	for (uint32_t i = 0; i < count; i++)
		count_includes(c, &g, seen[i]);
	vec_sort(&g.items, compare_guesses);
	args = arena_array(a, const char *, MIN(g.items.len, DIRS_MAX) + 2);
	if (cfacts_of(c, file)->is_cpp && !c_is_cpp_path(path))
		args[n++] = "-xc++";
	for (size_t i = 0; i < MIN(g.items.len, DIRS_MAX); i++)
		args[n++] = arena_printf(a, "-I" STR_FMT, STR_ARG(g.items.items[i].dir.len ? path_join(a, root, g.items.items[i].dir) : root)).ptr;
	unit.args = args;
	unit.arg_count = n;
	map_release(&g.by_dir);
	vec_release(&g.items);
	return unit;
}
