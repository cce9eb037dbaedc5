/* Dotted module names: which root they are found in, and whether a miss is a mistake or somebody else's module. */
#include "base/base.h"
#include "analyzers/link_impl.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/path.h"

struct str link_join(struct link *l, struct str left, struct str right)
{
	struct strbuf b = { 0 };
	struct str joined;

	if (left.len == 0)
		return link_text(l, right);
	strbuf_add(&b, left);
	strbuf_addch(&b, '.');
	strbuf_add(&b, right);
	joined = link_text(l, strbuf_str(&b));
	strbuf_release(&b);
	return joined;
}

/* --- Search --- */

/* What the roots tried so far have yielded. */
struct search {
	const struct link *l;
	struct str dotted;
	uint32_t found;     /* a module with a file */
	uint32_t namespace; /* a directory of the whole name: any root's file wins over it */
	uint32_t deepest;   /* the most of the name that exists somewhere */
	uint32_t depth;
};

uint32_t modules_depth(const struct link *l, uint32_t base, uint32_t module)
{
	uint32_t depth = 0;

	for (; module != base; module = l->map.modules.items[module].parent)
		depth++;
	return depth;
}

struct str modules_part(struct str dotted, uint32_t n)
{
	struct str part;

	while (str_next(&dotted, '.', &part))
		if (n-- == 0)
			return part;
	return STR("");
}

uint32_t modules_parts(struct str dotted)
{
	uint32_t parts = 1;

	for (size_t i = 0; i < dotted.len; i++)
		parts += dotted.ptr[i] == '.';
	return parts;
}

/* True when the search is over. */
static bool try_root(struct search *s, const struct root *root)
{
	uint32_t deepest;
	uint32_t module = modules_descend(s->l, root->module, s->dotted, &deepest);
	uint32_t depth;

	if (module != NONE && s->l->map.modules.items[module].file != NONE) {
		s->found = module;
		return true;
	}
	if (module != NONE && s->namespace == NONE)
		s->namespace = module;
	depth = modules_depth(s->l, root->module, deepest);
	if (depth > s->depth) {
		s->depth = depth;
		s->deepest = deepest;
	}
	return false;
}

/* The roots above the importer, nearest first. */
static bool try_ancestors(struct search *s, uint32_t root, bool only_global)
{
	const struct module_map *map = &s->l->map;
	uint32_t dir = map->roots.items[root].module;

	for (; dir != NONE; dir = map->modules.items[dir].parent) {
		uint32_t here = map->modules.items[dir].root;

		if (here == NONE || (only_global && !map->roots.items[here].is_global))
			continue;
		if (try_root(s, &map->roots.items[here]))
			return true;
	}
	return false;
}

static void try_others(struct search *s)
{
	const struct module_map *map = &s->l->map;

	for (size_t i = 0; i < map->global_count; i++)
		if (try_root(s, &map->roots.items[i]))
			return;
}

static uint64_t lookup_key(uint32_t root, struct str dotted)
{
	return str_hash(dotted) ^ ((uint64_t)root + 1) * UINT64_C(0x9E3779B97F4A7C15);
}

static struct str first_part(struct str dotted)
{
	return str_slice(dotted, 0, str_find(dotted, '.'));
}

/* Uncached. A standard module's name is a project's only where a whole name is found from a root above the importer. */
static struct lookup search(const struct link *l, const struct lang_modules *hooks, uint32_t root, struct str dotted)
{
	struct search s = { .l = l, .dotted = dotted, .found = NONE, .namespace = NONE, .deepest = NONE };
	bool is_standard = hooks->is_standard(first_part(dotted));

	if (!try_ancestors(&s, root, is_standard) && !is_standard)
		try_others(&s);
	if (is_standard)
		s.namespace = s.deepest = NONE;
	if (s.found != NONE)
		return (struct lookup){ dotted, root, s.found, s.depth, TARGET_MODULE };
	if (s.namespace != NONE)
		return (struct lookup){ dotted, root, s.namespace, modules_parts(dotted), TARGET_KIND_COUNT };
	return (struct lookup){ dotted, root, s.deepest, s.depth,
		s.deepest == NONE ? TARGET_EXTERNAL : TARGET_KIND_COUNT };
}

/* An index into lookups. */
static uint32_t find_cached(struct link *l, const struct lang_modules *hooks, uint32_t root, struct str dotted)
{
	struct module_map *map = &l->map;

	for (uint64_t key = lookup_key(root, dotted);; key++) {
		uint32_t id = map_get(&map->lookup_ids, key);

		if (id == NONE) {
			id = (uint32_t)map->lookups.len;
			vec_push(&map->lookups, search(l, hooks, root, link_text(l, dotted)));
			map_set(&map->lookup_ids, key, id);
			return id;
		}
		if (map->lookups.items[id].root == root && str_eq(map->lookups.items[id].dotted, dotted))
			return id;
	}
}

/* --- Misses --- */

static bool is_left_out(const struct lang_modules *hooks, struct str file, struct str name)
{
	struct module_place place;

	if (!str_eq(first_part(file), name))
		return false;
	for (const char *const *binary = hooks->binaries; *binary; binary++)
		if (str_is(path_extension(file), *binary))
			return true;
	return hooks->place(file, &place);
}

static bool has_package_file(struct arena *a, const struct lang_modules *hooks, struct str dir)
{
	for (const char *const *file = hooks->package_files; *file; file++)
		if (file_exists(path_join(a, dir, str_from(*file)).ptr))
			return true;
	return false;
}

/* Is the module there, though not among the files: compiled, ignored, excluded? */
static bool is_on_disk(struct link *l, const struct lang_modules *hooks, uint32_t dir, struct str name)
{
	struct arena scratch = { 0 };
	struct str path = path_join(&scratch, l->project->root, modules_path(l, dir, &scratch));
	struct str inside = path_join(&scratch, path, name);
	const struct dirent *entry;
	bool found = false;
	DIR *handle = opendir(path.ptr);

	while (handle && !found && (entry = readdir(handle)))
		found = is_left_out(hooks, str_from(entry->d_name), name);
	if (handle)
		closedir(handle);
	found = found || has_package_file(&scratch, hooks, inside);
	arena_release(&scratch);
	return found;
}

/* A package of which some directories are read, but not its own file: what that binds is not known. */
static bool is_left_out_itself(struct link *l, const struct lang_modules *hooks, uint32_t dir)
{
	struct arena scratch = { 0 };
	struct str path = path_join(&scratch, l->project->root, modules_path(l, dir, &scratch));
	bool is_package = has_package_file(&scratch, hooks, path);

	arena_release(&scratch);
	return is_package;
}
/* A plain module can put others below itself: six.moves. */
static bool poses_as_package(struct link *l, file_id file, struct str name)
{
	struct target t = { .file = NONE, .index = NONE };

	return chain_in_body(l, &t, file, NONE, name, NONE, NULL) ||
		chain_in_body(l, &t, file, NONE, str_from(link_hooks(l, file)->path_name), NONE, NULL);
}

bool modules_is_missing(
	struct link *l, const struct lang_modules *hooks, uint32_t deepest, uint32_t depth, struct str name)
{
	const struct module *m = &l->map.modules.items[deepest];

	if (m->is_outside || deepest == l->map.top)
		return false;
	if (m->file != NONE && !m->is_package)
		return !poses_as_package(l, m->file, name);
	if (m->file == NONE && (!used_is_ours(l, deepest, depth) || is_left_out_itself(l, hooks, deepest)))
		return false;
	return !is_on_disk(l, hooks, deepest, name);
}

/* A directory alone, or a miss. */
static enum target_kind decide(struct link *l, const struct lang_modules *hooks, const struct lookup *found)
{
	struct str missing = modules_part(found->dotted, found->depth);

	if (missing.len == 0)
		return used_is_ours(l, found->module, found->depth) ? TARGET_MODULE : TARGET_EXTERNAL;
	return modules_is_missing(l, hooks, found->module, found->depth, missing) ? TARGET_NO_MODULE : TARGET_EXTERNAL;
}

/* Those of the importer's language; nobody (NONE) speaks that of the first file which has modules. NULL when none has. */
static const struct lang_modules *hooks_of(const struct link *l, file_id importer)
{
	const struct lang_modules *hooks = importer == NONE ? NULL : link_hooks(l, importer);

	for (file_id file = 0; importer == NONE && !hooks && file < l->project->file_count; file++)
		hooks = link_hooks(l, file);
	return hooks;
}

struct lookup modules_search(struct link *l, file_id importer, struct str dotted)
{
	uint32_t id = find_cached(l, link_hooks(l, importer), roots_nearest(l, modules_dir(l, importer)), dotted);

	return l->map.lookups.items[id];
}

struct lookup modules_find(struct link *l, file_id importer, struct str dotted)
{
	const struct lang_modules *hooks = hooks_of(l, importer);
	struct lookup found = { .dotted = dotted, .module = NONE, .kind = TARGET_EXTERNAL };
	uint32_t id;

	if (!hooks)
		return found;
	id = find_cached(l, hooks, roots_nearest(l, modules_dir(l, importer)), dotted);
	found = l->map.lookups.items[id];
	if (found.kind == TARGET_KIND_COUNT) {
		found.kind = decide(l, hooks, &found);
		l->map.lookups.items[id].kind = found.kind;
	}
	/* `import types` in types.py means the standard one, not itself. */
	if (found.kind == TARGET_MODULE && l->map.modules.items[found.module].file == importer &&
		hooks->is_standard(first_part(dotted)))
		found.kind = TARGET_EXTERNAL;
	return found;
}

/* --- Names --- */

/* Where the names of what lies in a directory should begin: at the nearest root, if that is how others spell them. */
static uint32_t naming_root(struct link *l, uint32_t dir)
{
	const struct module_map *map = &l->map;

	for (; dir != NONE; dir = map->modules.items[dir].parent) {
		uint32_t root = map->modules.items[dir].root;

		if (root == NONE || !map->roots.items[root].is_global || map->roots.items[root].is_inside)
			continue;
		if (dir == map->top || used_as_root(l, root))
			return dir;
	}
	return 0;
}

static struct str name_from(struct link *l, uint32_t root, uint32_t module)
{
	const struct module *m = &l->map.modules.items[module];

	if (module == root || m->parent == NONE)
		return STR("");
	return link_join(l, name_from(l, root, m->parent), m->name);
}

struct str modules_name(struct link *l, uint32_t module)
{
	uint32_t parent = l->map.modules.items[module].parent;

	return name_from(l, parent == NONE ? module : naming_root(l, parent), module);
}
