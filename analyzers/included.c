/* Includes that lead out of a directory, by the ends of paths. */
#include "base/base.h"
#include "analyzers/included.h"

#include "analyzers/cfacts.h"
#include "analyzers/project.h"
#include "base/path.h"

/* Every end of the path at a component: "a/b.h" and "b.h"; NONE for an end that several files have. */
static void add_ends(struct map *ends, struct str path, uint32_t file)
{
	for (struct str rest = path;;) {
		size_t slash = str_find(rest, '/');

		if (!map_add(ends, str_hash(rest), file))
			map_set(ends, str_hash(rest), NONE);
		if (slash == rest.len)
			return;
		rest = str_slice(rest, slash + 1, rest.len);
	}
}

/* Without what leads to the place that it is sought from. */
static struct str strip_dots(struct str path)
{
	while (str_starts(path, STR("./")) || str_starts(path, STR("../")))
		path = str_slice(path, str_find(path, '/') + 1, path.len);
	return path;
}

static void add_directories(struct map *dirs, struct str includer, struct str included)
{
	for (struct str dir = path_dir(included); dir.len > 0 && !path_is_inside(includer, dir); dir = path_dir(dir))
		map_add(dirs, str_hash(dir), 1);
}

void included_find(const struct project *p, struct map *ret)
{
	struct map ends = { 0 };

	for (uint32_t i = 0; i < p->file_count; i++)
		if (p->files[i].creations)
			add_ends(&ends, p->files[i].path, i);
	for (uint32_t i = 0; i < p->file_count; i++) {
		const struct cfacts *f = p->files[i].creations;

		for (uint32_t k = 0; f && k < f->include_count; k++) {
			uint32_t file = map_get(&ends, str_hash(strip_dots(f->includes[k].path)));

			if (f->includes[k].form != CINCLUDE_MACRO && file != NONE)
				add_directories(ret, p->files[i].path, p->files[file].path);
		}
	}
	map_release(&ends);
}
