/* What an #include means without anybody's flags, and which files a file sees through its includes. */
#include "base/base.h"
#include "rules/creators.h"

#include <stdlib.h>

static file_id find_c(const struct creators *c, struct str path)
{
	file_id file = project_find(c->project, path);

	return file != NONE && cfacts_of(c, file) ? file : NONE;
}

static file_id find_below(const struct creators *c, struct arena *scratch, struct str dir, struct str path)
{
	return find_c(c, path_normalise(scratch, dir.len ? path_join(scratch, dir, path) : path));
}

/* From a directory outwards, each with the `include` and `src` beside it: where -I leads in most trees. */
static file_id find_outwards(const struct creators *c, struct arena *scratch, struct str dir, struct str path)
{
	for (;; dir = path_dir(dir)) {
		file_id found = find_below(c, scratch, dir, path);

		if (found == NONE)
			found = find_below(c, scratch, dir.len ? path_join(scratch, dir, STR("include")) : STR("include"), path);
		if (found != NONE || dir.len == 0)
			return found;
	}
}

/* Of the files whose path ends so, the one that lies nearest. */
static file_id find_nearest(const struct creators *c, struct str from, struct str path)
{
	const struct name_ref *refs;
	uint32_t count = table_find(&c->bases, path_base(path), &refs), best_common = 0;
	file_id best = NONE;

	for (uint32_t i = 0; i < count; i++) {
		struct str other = c->project->files[refs[i].file].path;
		uint32_t common = 1 + common_directories(from, other);

		if (!str_ends(other, path) || (other.len > path.len && other.ptr[other.len - path.len - 1] != '/'))
			continue;
		if (common > best_common) {
			best = refs[i].file;
			best_common = common;
		}
	}
	return best;
}

static file_id resolve(const struct creators *c, struct arena *scratch, file_id from, const struct cinclude *i)
{
	struct str path = c->project->files[from].path;
	file_id found = NONE;

	if (i->form == CINCLUDE_MACRO || i->path.len == 0 || i->path.ptr[0] == '/')
		return NONE;
	if (i->form == CINCLUDE_QUOTED || i->form == CINCLUDE_IMPORT)
		found = find_below(c, scratch, path_dir(path), i->path);
	if (found == NONE)
		found = find_outwards(c, scratch, path_dir(path), i->path);
	return found == NONE ? find_nearest(c, path, i->path) : found;
}

void creators_resolve_includes(struct creators *c)
{
	struct arena scratch = { 0 };

	c->targets = arena_array(c->arena, file_id *, c->project->file_count);
	c->closures = arena_array(c->arena, struct closure, c->project->file_count);
	for (uint32_t i = 0; i < c->file_count; i++) {
		const struct cfacts *f = cfacts_of(c, c->files[i]);

		c->targets[c->files[i]] = arena_array(c->arena, file_id, f->include_count + 1);
		for (uint32_t k = 0; k < f->include_count; k++)
			c->targets[c->files[i]][k] = resolve(c, &scratch, c->files[i], &f->includes[k]);
		arena_reset(&scratch);
	}
	arena_release(&scratch);
}

static int compare_ids(const void *a, const void *b)
{
	file_id x = *(const file_id *)a, y = *(const file_id *)b;

	return x < y ? -1 : x > y;
}

static void make_closure(struct creators *c, file_id file, struct closure *x)
{
	struct map seen = { 0 };

	vec_clear(&c->queue);
	vec_push(&c->queue, file);
	map_add(&seen, file, 0);
	for (size_t i = 0; i < c->queue.len; i++) {
		file_id at = c->queue.items[i];

		for (uint32_t k = 0; k < cfacts_of(c, at)->include_count; k++) {
			file_id target = c->targets[at][k];

			if (target != NONE && map_add(&seen, target, 0))
				vec_push(&c->queue, target);
		}
	}
	vec_sort(&c->queue, compare_ids);
	x->files = arena_copy(c->arena, c->queue.items, c->queue.len, sizeof(*x->files));
	x->count = (uint32_t)c->queue.len;
	x->is_made = true;
	map_release(&seen);
}

uint32_t seen_files(struct creators *c, file_id file, const file_id **ret)
{
	struct closure *x = &c->closures[file];

	if (!x->is_made)
		make_closure(c, file, x);
	*ret = x->files;
	return x->count;
}

bool sees(struct creators *c, file_id file, file_id other)
{
	const file_id *seen;
	uint32_t count = seen_files(c, file, &seen);

	return bsearch(&other, seen, count, sizeof(other), compare_ids) != NULL;
}
