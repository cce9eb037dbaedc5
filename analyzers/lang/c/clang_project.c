/* From entries of a database to units, from amendments to overlays. */
#include "base/base.h"
#include "analyzers/lang/c/clang_project.h"

#include "base/path.h"

bool clang_project_database(const struct project *p, struct arena *a, struct compdb *ret, struct err *err)
{
	return compdb_open(p->options->compdb_path, p->root, a, ret, err) && ret->path.len > 0;
}

struct clang_unit clang_project_unit(const struct compdb_entry *e, struct arena *a)
{
	const char **args = arena_array(a, const char *, e->flag_count + 1);

	for (uint32_t i = 0; i < e->flag_count; i++)
		args[i] = arena_str(a, e->flags[i]).ptr;
	return (struct clang_unit){ .path = e->real, .directory = e->directory, .args = args, .arg_count = e->flag_count };
}

struct str clang_project_path(const struct project *p, file_id file, struct arena *a)
{
	return path_join(a, p->root, p->files[file].path);
}

struct str clang_project_relative(const struct project *p, struct str path)
{
	return path_is_inside(path, p->root) ? str_slice(path, p->root.len + 1, path.len) : path;
}

uint32_t clang_project_overlays(const struct project *p, struct arena *a, const struct clang_overlay **ret)
{
	struct clang_overlay *overlays;
	uint32_t count = 0;

	*ret = NULL;
	if (!p->amended)
		return 0;
	overlays = arena_array(a, struct clang_overlay, (size_t)p->file_count + 1);
	for (file_id i = 0; i < p->file_count; i++)
		if (p->amended[i] && p->files[i].lang && p->files[i].lang->creations)
			overlays[count++] = (struct clang_overlay){ clang_project_path(p, i, a), p->amended[i]->bytes, p->files[i].is_gone };
	*ret = overlays;
	return count;
}
