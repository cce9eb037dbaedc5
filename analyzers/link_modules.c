/* The tree of modules: every directory and module file of the project, one below the other. */
#include "base/base.h"
#include "analyzers/link_impl.h"

#include <stdlib.h>

#include "base/file.h"
#include "base/path.h"

static uint64_t child_key(uint32_t parent, struct str name)
{
	return str_hash(name) ^ (uint64_t)parent * UINT64_C(0x9E3779B97F4A7C15);
}

/* The slot of a child in the map: its key, or the free one where it belongs. Equal hashes of different names move on. */
static uint32_t find_child(const struct module_map *map, uint32_t parent, struct str name, uint64_t *ret_key)
{
	for (uint64_t key = child_key(parent, name);; key++) {
		uint32_t id = map_get(&map->children, key);

		*ret_key = key;
		if (id == NONE)
			return NONE;
		if (map->modules.items[id].parent == parent && str_eq(map->modules.items[id].name, name))
			return id;
	}
}

static uint32_t add_child(struct module_map *map, uint32_t parent, struct str name)
{
	uint64_t key;
	uint32_t id = find_child(map, parent, name, &key);

	if (id != NONE)
		return id;
	id = (uint32_t)map->modules.len;
	vec_push(&map->modules,
		(struct module){ .parent = parent, .name = name, .file = NONE, .stub = NONE, .root = NONE });
	map_set(&map->children, key, id);
	return id;
}

uint32_t modules_child(const struct link *l, uint32_t parent, struct str name)
{
	const struct module *m = &l->map.modules.items[parent];
	uint64_t key;

	if (m->file != NONE && !m->is_package)
		return NONE;
	return find_child(&l->map, parent, name, &key);
}

uint32_t modules_descend(const struct link *l, uint32_t base, struct str dotted, uint32_t *ret_deepest)
{
	struct str part;

	*ret_deepest = base;
	while (str_next(&dotted, '.', &part)) {
		base = modules_child(l, base, part);
		if (base == NONE)
			return NONE;
		*ret_deepest = base;
	}
	return base;
}

uint32_t modules_dir(const struct link *l, file_id file)
{
	const struct place *place = file == NONE ? NULL : &l->map.places[file];

	if (!place || place->module == NONE)
		return l->map.top;
	return place->is_package ? place->module : l->map.modules.items[place->module].parent;
}

uint32_t modules_up(const struct link *l, file_id importer, uint32_t level)
{
	uint32_t dir = modules_dir(l, importer);

	while (level-- > 1 && dir != NONE)
		dir = l->map.modules.items[dir].parent;
	/* The directory of the topmost root is no package, unless somebody has made it one. */
	if (dir == NONE || (dir == 0 && !l->map.modules.items[0].is_package))
		return NONE;
	return dir;
}

struct str modules_path(const struct link *l, uint32_t module, struct arena *a)
{
	const struct module *m = &l->map.modules.items[module];

	if (module == l->map.top || m->parent == NONE)
		return STR("");
	return path_join(a, modules_path(l, m->parent, a), m->name);
}

/* --- Building --- */

static bool exists(struct link *l, struct str dir, const char *name)
{
	return file_exists(path_join(&l->arena, dir, str_from(name)).ptr);
}

static bool is_package_dir(struct link *l, const struct lang_modules *hooks, struct str dir)
{
	for (const char *const *name = hooks->package_files; *name; name++)
		if (exists(l, dir, *name))
			return true;
	return false;
}

/* "canonry", not "canonry-1.0": no import statement can say that. */
static bool can_be_imported(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		unsigned char c = (unsigned char)name.ptr[i];
		bool is_letter = c == '_' || c >= 0x80 || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');

		if (!is_letter && (i == 0 || c < '0' || c > '9'))
			return false;
	}
	return name.len > 0;
}

/*
 * When the project's root is itself inside of a package, its files import
 * each other by names that begin above it. A repository's top is no such
 * place, whatever file lies there by accident.
 */
static void add_outside(struct link *l, const struct lang_modules *hooks)
{
	VEC(struct str) names = { 0 };
	struct str dir = l->project->root;

	while (dir.len > 1 && can_be_imported(path_base(dir)) && is_package_dir(l, hooks, dir) && !exists(l, dir, ".git")) {
		vec_push(&names, path_base(dir));
		dir = path_dir(dir);
	}
	while (names.len > 0) {
		struct module *m = &l->map.modules.items[l->map.top];

		m->is_outside = true;
		l->map.top = add_child(&l->map, l->map.top, vec_pop(&names));
		l->map.modules.items[l->map.top].is_package = true;
	}
	vec_release(&names);
}

static uint32_t add_path(struct module_map *map, uint32_t base, struct str path)
{
	struct str part;

	while (str_next(&path, '/', &part))
		base = add_child(map, base, part);
	return base;
}

static struct place add_file(struct link *l, file_id id)
{
	const struct file *file = &l->project->files[id];
	struct module_place where;
	struct module *m;
	uint32_t module;

	if (file->is_gone || !file->lang->modules || !file->lang->modules->place(file->path, &where))
		return (struct place){ .module = NONE };
	module = add_path(&l->map, l->map.top, where.path);
	m = &l->map.modules.items[module];
	if (where.is_stub)
		m->stub = id;
	if (m->file == NONE || where.rank < m->rank) {
		m->file = id;
		m->rank = where.rank;
		m->is_package = where.is_package;
	}
	if (!where.is_package && m->parent != NONE)
		l->map.modules.items[m->parent].holds_modules = true;
	return (struct place){ .module = module, .is_package = where.is_package };
}

const struct lang_modules *modules_hooks(const struct project *p)
{
	for (uint32_t i = 0; i < p->file_count; i++)
		if (p->files[i].lang->modules)
			return p->files[i].lang->modules;
	return NULL;
}

void modules_init(struct link *l, const struct str *roots, size_t root_count)
{
	const struct project *p = l->project;
	const struct lang_modules *hooks = modules_hooks(p);
	struct module_map *map = &l->map;

	vec_push(&map->modules, (struct module){ .parent = NONE, .file = NONE, .stub = NONE, .root = NONE });
	if (hooks)
		add_outside(l, hooks);
	map->places = arena_array(&l->arena, struct place, p->file_count);
	for (file_id id = 0; id < p->file_count; id++)
		map->places[id] = add_file(l, id);
	roots_find(l, roots, root_count);
}

void modules_release(struct link *l)
{
	vec_release(&l->map.modules);
	vec_release(&l->map.roots);
	vec_release(&l->map.lookups);
	map_release(&l->map.children);
	map_release(&l->map.lookup_ids);
}
