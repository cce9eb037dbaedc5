/* Import roots: the directories that module names begin in. */
#include "base/base.h"
#include "analyzers/link_impl.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/path.h"

/* What lies there is imported by its neighbours; the rest of the code base does not take its names from it. */
#define LOCAL_ROLES (ROLE_TEST | ROLE_EXAMPLE | ROLE_BACKUP)

/* A package file at the very top makes no package: its name would be that of the check-out. */
static bool is_regular(const struct link *l, uint32_t dir)
{
	return dir != 0 && l->map.modules.items[dir].is_package;
}

static bool is_inside(const struct link *l, uint32_t dir)
{
	for (; dir != NONE; dir = l->map.modules.items[dir].parent)
		if (is_regular(l, dir))
			return true;
	return false;
}

static struct str root_path(struct link *l, uint32_t dir)
{
	struct str path = STR("");

	if (!l->map.modules.items[dir].is_outside)
		return modules_path(l, dir, &l->arena);
	for (uint32_t up = l->map.top; up != dir; up = l->map.modules.items[up].parent)
		path = path_join(&l->arena, STR(".."), path);
	return path;
}

static void add_root(struct link *l, uint32_t dir, bool is_global)
{
	struct module *m = &l->map.modules.items[dir];

	if (m->root != NONE) {
		l->map.roots.items[m->root].is_global |= is_global;
		return;
	}
	m->root = (uint32_t)l->map.roots.len;
	vec_push(&l->map.roots,
		(struct root){ .path = root_path(l, dir),
			.module = dir,
			.is_global = is_global,
			.is_inside = is_inside(l, dir) });
}

static void add_configured(struct link *l, const struct str *paths, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct str rest = path_normalise(&l->arena, paths[i]);
		uint32_t dir = l->map.top;
		struct str part;
		uint32_t deepest;

		if (str_is(rest, "."))
			rest = STR("");
		while (dir != NONE && str_next(&rest, '/', &part))
			dir = modules_descend(l, dir, part, &deepest);
		if (dir != NONE)
			add_root(l, dir, true);
	}
}

/* --- Detection --- */

static bool has_name(const char *const *names, struct str name)
{
	for (; *names; names++)
		if (str_is(name, *names))
			return true;
	return false;
}

static bool has_project_file(struct link *l, const struct lang_modules *hooks, uint32_t dir)
{
	struct arena scratch = { 0 };
	struct str path = path_join(&scratch, l->project->root, modules_path(l, dir, &scratch));
	bool found = false;

	for (const char *const *name = hooks->project_files; *name && !found; name++)
		found = file_exists(path_join(&scratch, path, str_from(*name)).ptr);
	arena_release(&scratch);
	return found;
}

/* A module is a directory that counts when something lies below it: all do that are not files themselves. */
static void add_project_dirs(struct link *l, const struct lang_modules *hooks)
{
	for (uint32_t m = 0; m < l->map.modules.len; m++) {
		const struct module *module = &l->map.modules.items[m];

		if (module->is_outside || (module->file != NONE && !module->is_package))
			continue;
		if (has_name(hooks->source_dirs, module->name) && !is_inside(l, m))
			add_root(l, m, true);
		else if (!is_inside(l, module->parent) && has_project_file(l, hooks, m))
			add_root(l, m, true);
	}
}

/*
 * Where a package lies in a directory that is none, names begin there: for
 * everybody, unless that is a place of tests or deep inside of a package.
 */
static void add_package_parents(struct link *l)
{
	for (uint32_t m = 1; m < l->map.modules.len; m++) {
		const struct module *module = &l->map.modules.items[m];
		bool is_local;

		if (!module->is_package || module->is_outside || is_regular(l, module->parent))
			continue;
		is_local = is_inside(l, module->parent);
		/* The root's own package has no file when only some directories of it are read. */
		if (module->file != NONE && l->project->files[module->file].roles & LOCAL_ROLES)
			is_local = true;
		add_root(l, module->parent, !is_local);
	}
}

static void add_script_dirs(struct link *l)
{
	for (uint32_t m = 0; m < l->map.modules.len; m++)
		if (l->map.modules.items[m].holds_modules && !is_regular(l, m))
			add_root(l, m, false);
}

/* --- Order --- */

static size_t depth_of(struct str path)
{
	size_t depth = path.len > 0;

	for (size_t i = 0; i < path.len; i++)
		depth += path.ptr[i] == '/';
	return depth;
}

/* Global before local; outside of packages before inside; shallow before deep, but the root itself after all below it. */
static int compare_roots(const void *left, const void *right)
{
	const struct root *a = left, *b = right;

	if (a->is_global != b->is_global)
		return a->is_global ? -1 : 1;
	if (a->is_inside != b->is_inside)
		return a->is_inside ? 1 : -1;
	if ((a->path.len == 0) != (b->path.len == 0))
		return a->path.len == 0 ? 1 : -1;
	if (depth_of(a->path) != depth_of(b->path))
		return depth_of(a->path) < depth_of(b->path) ? -1 : 1;
	return str_cmp(a->path, b->path);
}

static void number_roots(struct link *l)
{
	struct module_map *map = &l->map;

	for (uint32_t i = 0; i < map->roots.len; i++) {
		map->modules.items[map->roots.items[i].module].root = i;
		map->global_count += map->roots.items[i].is_global;
	}
	map->global_paths = arena_array(&l->arena, struct str, map->global_count);
	for (uint32_t i = 0, n = 0; i < map->roots.len; i++)
		if (map->roots.items[i].is_global)
			map->global_paths[n++] = map->roots.items[i].path;
}

static void add_detected(struct link *l)
{
	const struct lang *const *lang;

	for (lang = lang_table; *lang; lang++)
		if ((*lang)->modules)
			add_project_dirs(l, (*lang)->modules);
	add_package_parents(l);
}

void roots_find(struct link *l, const struct str *configured, size_t count)
{
	bool is_configured;

	add_configured(l, configured, count);
	is_configured = l->map.roots.len > 0;
	if (!is_configured)
		add_detected(l);
	add_root(l, l->map.top, true);
	add_root(l, 0, true);
	add_script_dirs(l);
	if (!is_configured)
		vec_sort(&l->map.roots, compare_roots);
	number_roots(l);
}

uint32_t roots_nearest(const struct link *l, uint32_t dir)
{
	while (l->map.modules.items[dir].root == NONE && dir != 0)
		dir = l->map.modules.items[dir].parent;
	return l->map.modules.items[dir].root;
}

const struct str *link_roots(const struct link *l, size_t *ret_count)
{
	*ret_count = l->map.global_count;
	return l->map.global_paths;
}
