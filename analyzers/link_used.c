/* What the imports of the whole project show: which directories are packages, and where names begin. */
#include "base/base.h"
#include "analyzers/link_impl.h"

static bool is_below(const struct link *l, uint32_t module, uint32_t dir)
{
	while (module != NONE && module != dir)
		module = l->map.modules.items[module].parent;
	return module == dir;
}

/* An import of `module`, whose name has so many parts. */
static void mark(struct link *l, file_id importer, uint32_t module, uint32_t parts)
{
	struct module_map *map = &l->map;

	for (; parts > 0 && module != NONE; parts--) {
		map->is_used[module] = true;
		module = map->modules.items[module].parent;
		if (module != NONE && map->modules.items[module].root != NONE && parts > 1)
			map->roots.items[map->modules.items[module].root].overspelled++;
	}
	if (module != NONE && map->modules.items[module].root != NONE && !is_below(l, modules_dir(l, importer), module))
		map->roots.items[map->modules.items[module].root].spelled++;
}

static void mark_name(struct link *l, file_id importer, struct str dotted)
{
	uint32_t module = modules_search(l, importer, dotted).module;

	if (module != NONE && l->map.modules.items[module].file != NONE)
		mark(l, importer, module, modules_parts(dotted));
}

/* The names that are taken from a directory are modules. */
static void mark_from(struct link *l, file_id importer, const struct import *import)
{
	const struct outline *o = link_outline(l, importer);
	uint32_t module = modules_search(l, importer, import->module).module;

	mark_name(l, importer, import->module);
	if (module == NONE || l->map.modules.items[module].file != NONE)
		return;
	for (uint32_t n = 0; n < import->name_count; n++)
		mark_name(l, importer, link_join(l, import->module, o->names[import->first_name + n].name));
}

static void mark_file(struct link *l, file_id file)
{
	const struct outline *o = link_outline(l, file);

	for (uint32_t i = 0; i < o->import_count; i++) {
		const struct import *import = &o->imports[i];

		if (import->level > 0)
			continue;
		if (import->form != IMPORT_MODULE)
			mark_from(l, file, import);
		for (uint32_t n = 0; import->form == IMPORT_MODULE && n < import->name_count; n++)
			mark_name(l, file, o->names[import->first_name + n].name);
	}
}

static void look(struct link *l)
{
	if (l->map.is_used)
		return;
	l->map.is_used = arena_array(&l->arena, uint8_t, l->map.modules.len);
	for (file_id file = 0; file < l->project->file_count; file++)
		if (link_hooks(l, file))
			mark_file(l, file);
}

bool used_is_ours(struct link *l, uint32_t module, uint32_t depth)
{
	look(l);
	if (l->map.is_used[module])
		return true;
	/* What lies in a package of ours is no top-level name: nobody else can have it. */
	for (; depth > 0 && module != 0 && module != NONE; depth--, module = l->map.modules.items[module].parent)
		if (l->map.modules.items[module].is_package)
			return true;
	return false;
}

bool used_as_root(struct link *l, uint32_t root)
{
	look(l);
	return l->map.roots.items[root].spelled >= l->map.roots.items[root].overspelled;
}
