/* Starts are resolved by the disk, so that one place named in two ways is walked once. */
#include "base/base.h"
#include "analyzers/walk_starts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "analyzers/walk.h"
#include "analyzers/walk_tree.h"
#include "base/bisect.h"
#include "base/path.h"

static bool read_start(
	struct walk_starts *s, const struct walk_options *o, struct str start, struct arena *a, struct err *err)
{
	struct str path, real;
	struct stat info;

	if (memchr(start.ptr, '\0', start.len))
		return err_set(err, "a path with a NUL character");
	path = path_join(a, o->root, start);
	if (!path_real(a, path.ptr, &real, err))
		return false;
	if (!path_is_inside(real, o->root))
		return err_set(err, STR_FMT " is outside of " STR_FMT, STR_ARG(path), STR_ARG(o->root));
	if (stat(real.ptr, &info))
		return err_errno(err, "cannot read " STR_FMT, STR_ARG(path));
	real = str_slice(real, o->root.len, real.len);
	if (real.len && real.ptr[0] == '/')
		real = str_slice(real, 1, real.len);
	if (S_ISDIR(info.st_mode))
		vec_push(&s->dirs, real);
	else if (S_ISREG(info.st_mode))
		vec_push(&s->files, real);
	else
		vec_push(&s->others, real);
	return true;
}

static int dir_order(const void *left, const void *right)
{
	const struct str *l = left, *r = right;

	return walk_tree_order(*l, true, *r, true);
}

/* In this order whatever lies inside a directory follows it; only root, the empty path, has no place in it. */
static void drop_nested(struct walk_starts *s)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->dirs.len; i++) {
		if (s->dirs.items[i].len == 0) {
			s->dirs.items[0] = s->dirs.items[i];
			s->dirs.len = 1;
		}
	}
	vec_sort(&s->dirs, dir_order);
	for (size_t i = 0; i < s->dirs.len; i++)
		if (kept == 0 || !path_is_inside(s->dirs.items[i], s->dirs.items[kept - 1]))
			s->dirs.items[kept++] = s->dirs.items[i];
	s->dirs.len = kept;
}

bool walk_starts_read(struct walk_starts *s, const struct walk_options *options, struct arena *a, struct err *err)
{
	for (size_t i = 0; i < options->start_count; i++)
		if (!read_start(s, options, options->starts[i], a, err))
			return false;
	if (options->start_count == 0 && !read_start(s, options, STR("."), a, err))
		return false;
	drop_nested(s);
	return true;
}

void walk_starts_release(struct walk_starts *s)
{
	vec_release(&s->dirs);
	vec_release(&s->files);
	vec_release(&s->others);
}

bool walk_starts_hold(const struct walk_starts *s, struct str path)
{
	size_t after;

	if (s->dirs.len && s->dirs.items[0].len == 0)
		return true;
	/* The last directory that does not come after the path is the only one that can hold it. */
	bisect(after, s->dirs.len, walk_tree_order(s->dirs.items[after], true, path, false) <= 0);
	return after > 0 && path_is_inside(path, s->dirs.items[after - 1]);
}
