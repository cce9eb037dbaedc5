/* A place on the disk becomes a file, a skip, or nothing: links, tracked paths, what is no regular file. */
#include "base/base.h"
#include "analyzers/walk_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/path.h"

/* --- Links --- */

static bool is_above(struct str dir, struct str path)
{
	return dir.len == 0 || path_is_inside(path, dir);
}

static const char *broken_link_text(void)
{
	switch (errno) {
	case ELOOP: return "symbolic link cycle";
	case EACCES: return "permission denied";
	default: return "dangling symbolic link";
	}
}

static void add_link_target(struct walk *w, struct str link, struct str target, const struct stat *info)
{
	bool is_dir = S_ISDIR(info->st_mode);

	if (!path_is_inside(target, w->options->root)) {
		if (is_dir || walk_is_wanted(w, link))
			walk_add_skip(w, link, "symbolic link out of the root");
		return;
	}
	target = str_slice(target, w->options->root.len, target.len);
	if (target.len && target.ptr[0] == '/')
		target = str_slice(target, 1, target.len);
	if (is_dir) {
		if (is_above(target, link))
			walk_add_skip(w, link, "symbolic link cycle");
	} else if (!S_ISREG(info->st_mode)) {
		if (walk_is_wanted(w, link))
			walk_add_skip(w, link, "not a regular file");
	} else if (walk_is_wanted(w, target)) {
		if (walk_is_excluded(w, target))
			walk_add_skip(w, link, skip_excluded);
		else
			walk_add_file(w, target);
	}
}

static void add_link(struct walk *w, struct str link)
{
	const char *path = walk_join(w->arena, w->options->root, link).ptr;
	char *real = realpath(path, NULL);
	struct stat info;

	if (real && stat(real, &info) == 0)
		add_link_target(w, link, arena_str(w->arena, str_from(real)), &info);
	else if (walk_is_wanted(w, link))
		walk_add_skip(w, link, broken_link_text());
	free(real);
}

/* --- From places to files --- */

void walk_add_place(struct walk *w, const struct place *place)
{
	if (place->skip) {
		if (walk_is_wanted(w, place->path))
			walk_add_skip(w, place->path, place->skip);
		return;
	}
	switch (place->kind) {
	case ENTRY_FILE: walk_add_file(w, place->path); break;
	case ENTRY_LINK: add_link(w, place->path); break;
	default: walk_add_skip(w, place->path, "not a regular file");
	}
}

/* Do directories, and no links, lead to the path? */
static bool is_reached(const struct walk *w, struct str path)
{
	char part[PATH_MAX];
	struct stat info;

	if (path.len >= sizeof(part))
		return false;
	for (size_t i = 0; i < path.len; i++) {
		part[i] = '\0';
		if (path.ptr[i] == '/' &&
			(fstatat(w->root_fd, part, &info, AT_SYMLINK_NOFOLLOW) || !S_ISDIR(info.st_mode)))
			return false;
		part[i] = path.ptr[i];
	}
	return true;
}

/* A tracked path in a directory that the walk did not enter, or one that is not on the disk any more. */
static void add_tracked_path(struct walk *w, struct str path)
{
	struct place place = { .path = path, .kind = ENTRY_OTHER };
	struct stat info;

	if (!is_reached(w, path) || fstatat(w->root_fd, path.ptr, &info, AT_SYMLINK_NOFOLLOW) || S_ISDIR(info.st_mode))
		return;
	if (walk_is_excluded(w, path))
		place.skip = skip_excluded;
	place.path = arena_str(w->arena, path);
	place.kind = S_ISREG(info.st_mode) ? ENTRY_FILE : S_ISLNK(info.st_mode) ? ENTRY_LINK : ENTRY_OTHER;
	walk_add_place(w, &place);
}

/* A tracked path at a place of the tree: being ignored does not matter then. */
static void add_tracked(struct walk *w, struct place *place)
{
	if (place->skip == skip_ignored)
		place->skip = NULL;
	walk_add_place(w, place);
}

/* An index can be forged: its paths need not lie where git would put them. */
static bool leaves_root(struct str path)
{
	struct str part;

	if (!path.len || path.ptr[0] == '/')
		return true;
	while (str_next(&path, '/', &part))
		if (str_is(part, "..") || str_is(part, "."))
			return true;
	return false;
}

static void add_unseen(struct walk *w, struct str path)
{
	if (!walk_is_wanted(w, path) || !walk_starts_hold(&w->starts, path))
		return;
	if (leaves_root(path))
		walk_add_skip(w, arena_str(w->arena, path), "tracked path that leaves the root");
	else
		add_tracked_path(w, path);
}

/* Both sides are in byte order of their paths. */
void walk_merge_tracked(struct walk *w, struct str tracked)
{
	struct str path, last = { 0 };
	size_t next = 0;

	while (str_next(&tracked, '\0', &path)) {
		int order = -1;

		while (next < w->places.len && (order = str_cmp(w->places.items[next].path, path)) < 0)
			walk_add_place(w, &w->places.items[next++]);
		if (next < w->places.len && order == 0)
			add_tracked(w, &w->places.items[next++]);
		else if (!str_eq(path, last))
			add_unseen(w, path);
		last = path;
	}
	while (next < w->places.len)
		walk_add_place(w, &w->places.items[next++]);
}
