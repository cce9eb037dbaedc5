/* What a compiler said in earlier runs: the project's cache as a memory of units. */
#include "base/base.h"
#include "rules/creators_unit.h"

#include "analyzers/lang/c/clang_memory.h"
#include "base/file.h"
#include "base/path.h"

#define HEADER_MAX (UINT32_C(64) << 20)

static bool get(void *context, uint64_t high, uint64_t low, struct str *ret_blob)
{
	const struct creators *c = context;

	return project_find_blob(c->project, high, low, ret_blob);
}

static void put(void *context, uint64_t high, uint64_t low, struct str blob)
{
	const struct creators *c = context;

	project_keep_blob(c->project, high, low, blob);
}

/* Many units read one header: it is looked at once. */
static const struct content *look(struct creator_units *u, struct str path)
{
	uint64_t key = str_hash(path);
	uint32_t known = map_get(&u->content_of, key);
	struct strbuf bytes CLEANUP(strbuf_release) = { 0 };
	struct content found = { 0 };

	if (known != NONE)
		return &u->contents.items[known];
	found.is_there = file_read(arena_str(&u->arena, path).ptr, HEADER_MAX, &bytes, NULL);
	if (found.is_there)
		project_hash(strbuf_str(&bytes), &found.high, &found.low);
	map_set(&u->content_of, key, (uint32_t)u->contents.len);
	vec_push(&u->contents, found);
	return &u->contents.items[u->contents.len - 1];
}

static bool hash(void *context, struct str path, uint64_t *ret_high, uint64_t *ret_low)
{
	const struct creators *c = context;
	struct str root = c->project->root;
	const struct content *found;
	file_id file = NONE;

	if (path_is_inside(path, root))
		file = map_get(&c->units->file_of, str_hash(str_slice(path, root.len + 1, path.len)));
	if (file != NONE) {
		*ret_high = c->project->files[file].hash_high;
		*ret_low = c->project->files[file].hash_low;
		return true;
	}
	found = look(c->units, path);
	*ret_high = found->high;
	*ret_low = found->low;
	return found->is_there;
}

static uint64_t hash_paths(const struct creators *c)
{
	uint64_t all = 0;

	for (uint32_t i = 0; i < c->file_count; i++)
		all = all * UINT64_C(0x9e3779b97f4a7c15) + str_hash(c->project->files[c->files[i]].path);
	return all;
}

void creators_open_memory(struct creators *c, struct clang_memory *ret)
{
	*ret = (struct clang_memory){ .context = c, .get = get, .put = put, .hash = hash, .listing = hash_paths(c) };
}
