/* Folders that a guard of C does not look into: they hold nothing that is part of the program. */
#include "base/base.h"
#include "rewriters/guard_c.h"

#include <stdlib.h>

#include "analyzers/cfacts.h"
#include "analyzers/walk_tree.h"
#include "base/map.h"
#include "base/path.h"
#include "rewriters/guard.h"

/* Where builds and package managers leave sources, when the tree has none of its own there. */
static const char *const usual[] = { "_build", "build", "builddir", "node_modules", "out", "target", "venv" };

bool guard_c_is_skipped(const struct guard_c *g, struct str path)
{
	vec_foreach(struct str, folder, &g->skipped)
		if (path_is_inside(path, *folder))
			return true;
	return false;
}

/* The folders around the files of the program. */
static void find_kept(const struct rule_input *in, struct map *kept)
{
	for (file_id f = 0; f < in->project->file_count; f++) {
		const struct file *file = &in->project->files[f];

		if (!file->creations || file->is_gone || file->roles & GUARD_NOT_SOUGHT)
			continue;
		for (struct str dir = path_dir(file->path); dir.len && map_add(kept, str_hash(dir), 0);)
			dir = path_dir(dir);
	}
}

/* The topmost folder around a path that holds nothing of the program; empty when there is none. */
static struct str top_folder(const struct map *kept, struct str path)
{
	for (size_t i = 0; i < path.len; i++)
		if (path.ptr[i] == '/' && !map_has(kept, str_hash(str_slice(path, 0, i))))
			return str_slice(path, 0, i);
	return STR("");
}

static void add(struct guard_c *g, struct str folder)
{
	if (folder.len && !guard_c_is_skipped(g, folder))
		vec_push(&g->skipped, arena_str(&g->arena, folder));
}

static int compare(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

void guard_c_find_skipped(const struct rule_input *in, struct guard_c *g)
{
	struct map kept = { 0 };

	find_kept(in, &kept);
	for (size_t i = 0; i < ARRAY_LEN(usual); i++)
		if (!map_has(&kept, str_hash(str_from(usual[i]))))
			add(g, str_from(usual[i]));
	for (file_id f = 0; f < in->project->file_count; f++)
		if (in->project->files[f].creations && in->project->files[f].roles & GUARD_NOT_SOUGHT)
			add(g, top_folder(&kept, in->project->files[f].path));
	/* What the configuration keeps out of all this: folders, as skips say them. */
	for (size_t i = 0; i < in->project->skips.len; i++)
		if (str_is(in->project->skips.items[i].reason, skip_excluded))
			add(g, top_folder(&kept, arena_printf(&g->arena, STR_FMT "/", STR_ARG(in->project->skips.items[i].path))));
	vec_sort(&g->skipped, compare);
	map_release(&kept);
}
